import type { Service } from '../../model/service.ts'
import {
  checkAssertionTypePresent,
  checkClientKnown,
  checkCredentialsOnce,
  checkIdentified,
  checkIdentifiersAgree,
  refuseAlias,
  type ClientIdentificationReason,
  type PresentedClient,
} from '../../oauth/client-authentication/identification.ts'
import type { Store } from '../../store/store.ts'
import type { Fail, Check } from '../../base/verdict.ts'
import { findClient, isDisabledAlias, type IdentifiedClient } from './find-client.ts'

export type ClientIdentification =
  | { readonly refusal: Fail<ClientIdentificationReason>; readonly client?: never }
  | ({ readonly refusal?: never } & IdentifiedClient)

/** Finds out which client presents itself; nothing is proved by it yet. */
export async function identifyClient(
  presented: PresentedClient,
  service: Service,
  store: Pick<Store, 'findClient' | 'findClientByAlias'>,
  check: Check<ClientIdentificationReason>,
): Promise<ClientIdentification> {
  const unusable =
    check(checkCredentialsOnce(presented.parameters)) ??
    check(checkAssertionTypePresent(presented.parameters)) ??
    check(checkIdentifiersAgree(presented))
  if (unusable !== undefined) return { refusal: unusable }
  const { verdict, identifier } = checkIdentified(presented)
  if (identifier === undefined) return { refusal: check(verdict) }
  check(verdict)
  const found = await findClient(identifier, service, store)
  if (found === undefined) {
    const disabled = await isDisabledAlias(identifier, service, store)
    return { refusal: check(disabled ? refuseAlias(identifier) : checkClientKnown(found, identifier)) }
  }
  check(checkClientKnown(found, identifier))
  return found
}
