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
import type { Fail, Judge } from '../../base/verdict.ts'
import { findClient, isDisabledAlias, type IdentifiedClient } from './find-client.ts'

export type ClientIdentification =
  | { readonly refusal: Fail<ClientIdentificationReason>; readonly client?: never }
  | ({ readonly refusal?: never } & IdentifiedClient)

/** Finds out which client presents itself; nothing is proved by it yet. */
export async function identifyClient(
  presented: PresentedClient,
  service: Service,
  store: Pick<Store, 'findClient' | 'findClientByAlias'>,
  judge: Judge<ClientIdentificationReason>,
): Promise<ClientIdentification> {
  const unusable =
    judge(checkCredentialsOnce(presented.parameters)) ??
    judge(checkAssertionTypePresent(presented.parameters)) ??
    judge(checkIdentifiersAgree(presented))
  if (unusable !== undefined) return { refusal: unusable }
  const { verdict, identifier } = checkIdentified(presented)
  if (identifier === undefined) return { refusal: judge(verdict) }
  judge(verdict)
  const found = await findClient(identifier, service, store)
  if (found === undefined) {
    const disabled = await isDisabledAlias(identifier, service, store)
    return { refusal: judge(disabled ? refuseAlias(identifier) : checkClientKnown(found, identifier)) }
  }
  judge(checkClientKnown(found, identifier))
  return found
}
