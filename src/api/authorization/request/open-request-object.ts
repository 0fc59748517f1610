import { listClientNames } from '../../../base/client-names.ts'
import type { Client } from '../../../model/client.ts'
import type { CompactJws } from '../../../oauth/jose/compact-jws.ts'
import {
  checkRequestObjectAlgorithm,
  checkRequestObjectForm,
  checkRequestObjectKey,
  checkRequestObjectSignature,
  checkRequestObjectSigned,
  checkRequestObjectType,
  isSigned,
} from '../../../oauth/authorization/request-object.ts'
import {
  listRequestObjectChecks,
  readObjectParameters,
} from '../../../oauth/authorization/request-object-claims.ts'
import { verifySignature } from '../../../oauth/jose/signature.ts'
import type { Fail, Check } from '../../../base/verdict.ts'
import type { ResolvedRequest } from './validate-request.ts'
import type { SourceSearch, Surroundings } from './resolve-request.ts'
import type { RequestRefusal } from './outcomes.ts'

/**
 * Replaces the parameters of a request by those of its request object, where it has one (RFC 9101). The order of its
 * checks stands here: form, type, the client's algorithm, signature, claims, and only then whether the service takes
 * unsigned ones, as the real service was seen to judge. One that was pushed was examined then, and may have expired since.
 */
export async function readRequestObject(
  source: ResolvedRequest,
  { service, now, check }: Pick<Surroundings, 'service' | 'now' | 'check'>,
): Promise<SourceSearch> {
  const { client, parameters, pushed } = source
  const text = parameters.get('request')
  if (text === undefined) return { source }
  const { verdict, jws } = checkRequestObjectForm(text)
  if (jws === undefined) return { refusal: check(verdict), source }
  check(verdict)
  if (pushed === undefined) {
    const forged =
      check(checkRequestObjectType(jws)) ??
      check(checkRequestObjectAlgorithm(jws, client)) ??
      (await checkSigned(jws, client, check))
    if (forged !== undefined) return { refusal: forged, source }
    const expected = { clientNames: listClientNames(client), outside: parameters, service, now }
    for (const next of listRequestObjectChecks(jws, expected)) {
      const refusal = check(next())
      if (refusal !== undefined) return { refusal, source }
    }
    const refusal = check(checkRequestObjectSigned(jws, service))
    if (refusal !== undefined) return { refusal, source }
  }
  const inside = readObjectParameters(jws, parameters, service)
  return { source: { ...source, parameters: inside, requestObject: jws } }
}

async function checkSigned(
  jws: CompactJws,
  client: Client,
  check: Check<RequestRefusal>,
): Promise<Fail<RequestRefusal> | undefined> {
  if (!isSigned(jws)) return undefined
  const { verdict, key } = checkRequestObjectKey(jws, client)
  const unknown = check(verdict)
  if (key === undefined) return unknown
  return check(checkRequestObjectSignature(await verifySignature(jws, key)))
}
