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
import type { Check, Result } from '../../base/verdict.ts'
import { findClient, isDisabledAlias, type IdentifiedClient } from './find-client.ts'

/** Identifies the client; it proves nothing yet. */
export async function identifyClient(
  presented: PresentedClient,
  service: Service,
  store: Pick<Store, 'findClient'>,
  check: Check<ClientIdentificationReason>,
): Promise<Result<ClientIdentificationReason, IdentifiedClient>> {
  const refusal =
    check(checkCredentialsOnce(presented.parameters)) ??
    check(checkAssertionTypePresent(presented.parameters)) ??
    check(checkIdentifiersAgree(presented))
  if (refusal !== undefined) return { refusal }
  const identifier = check.find(checkIdentified(presented))
  if (identifier.refusal !== undefined) return identifier
  const { value: name } = identifier
  const client = await findClient(name, service, store)
  if (client === undefined && (await isDisabledAlias(name, service, store))) {
    return { refusal: check(refuseAlias(name)) }
  }
  return check.find(checkClientKnown(client, name))
}
