import type { GmRequest } from '../../../schema/gm.ts'
import { isNonceRequired, readNonceWindow } from '../../oauth/dpop/nonce.ts'
import { grantUri, methodFor, scopeFor, type GmAction } from '../../oauth/grants/grant-management.ts'
import { normaliseUri } from '../../oauth/uri.ts'
import type { Service } from '../../model/service.ts'
import type { Random } from '../../base/random.ts'
import { makeProof } from '../../testkit/proof.ts'
import type { AdminTools } from '../tools.ts'
import type { Possession } from './possession.ts'

/** The default endpoint of a sample; any URL works, because the sample names it as `htu`. */
const sampleEndpoint = 'https://as.example.com/grants'

/** The input of a sample. Times in epoch milliseconds. */
interface SampleFacts {
  readonly service: Service
  readonly now: number
  readonly accessToken: string
  readonly grantId: string
  readonly scopes: readonly string[]
  readonly possession: Possession | undefined
}

/** A body for POST /gm that succeeds as it is, or undefined if none can; a dry run decides. */
export async function makeSampleRequest(
  facts: SampleFacts,
  dryRun: AdminTools['dryRun'],
  random: Random,
): Promise<GmRequest | undefined> {
  const gmAction = facts.scopes.includes(scopeFor.QUERY) ? 'QUERY' : 'REVOKE'
  const request = await composeRequest(facts, gmAction, random)
  const { body = {} } = await dryRun({ body: request, service: facts.service, now: facts.now })
  return body['action'] === 'OK' || body['action'] === 'NO_CONTENT' ? request : undefined
}

/** A body for POST /gm, with the proof or certificate that it needs. */
export async function composeRequest(
  facts: SampleFacts,
  gmAction: GmAction,
  random: Random,
): Promise<GmRequest> {
  const { accessToken, grantId, possession } = facts
  const request = { accessToken, gmAction, grantId }
  if (possession === undefined) return request
  if ('certificate' in possession) return { ...request, clientCertificate: possession.certificate }
  const { properties } = facts.service
  const method = methodFor[gmAction]
  const own = grantUri(properties.grantManagementEndpoint ?? sampleEndpoint, grantId) ?? ''
  const uri = normaliseUri(own) === undefined ? (grantUri(sampleEndpoint, grantId) ?? sampleEndpoint) : own
  const nonce = readNonceWindow(facts.service, facts.now).current
  const proofOptions = {
    key: possession.key,
    accessToken,
    method,
    uri,
    now: facts.now,
    ...(isNonceRequired(facts.service, false) && { nonce }),
  }
  return { ...request, dpop: await makeProof(proofOptions, random), htm: method, htu: uri }
}
