import { findClient } from '../../decision/find-client.ts'
import type { Service } from '../../model/service.ts'
import { checkNotRepeated } from '../../oauth/authorization-request.ts'
import { readParameters } from '../../oauth/parameters.ts'
import { checkClientId, checkParameters, checkRequestingClient } from '../../oauth/requesting-client.ts'
import type { Store } from '../../store/store.ts'
import type { Fail, Judge } from '../../verdict.ts'
import type { RequestSource } from './examine-request.ts'
import type { RequestRefusal } from './request-outcomes.ts'

export type SourceSearch =
  { readonly refusal: Fail<RequestRefusal> } | { readonly refusal?: never; readonly source: RequestSource }

type SourceStore = Pick<Store, 'findClient' | 'findClientByAlias' | 'findPushedRequest'>

/** Finds the client of an authorization request, and the parameters that count. */
export async function findSource(
  text: string,
  service: Service,
  store: SourceStore,
  judge: Judge<RequestRefusal>,
): Promise<SourceSearch> {
  const parameters = readParameters(text)
  if (parameters === undefined) return { refusal: judge(checkParameters(text, parameters)) }
  const anonymous =
    judge(checkParameters(text, parameters)) ??
    judge(checkNotRepeated(parameters, 'client_id')) ??
    judge(checkClientId(parameters))
  if (anonymous !== undefined) return { refusal: anonymous }

  const identifier = parameters.get('client_id') ?? ''
  const found = await findClient(identifier, service, store)
  if (found === undefined) return { refusal: judge(checkRequestingClient(found, identifier, service)) }
  const locked = judge(checkRequestingClient(found.client, identifier, service))
  if (locked !== undefined) return { refusal: locked }
  return { source: { ...found, parameters } }
}
