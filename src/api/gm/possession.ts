import type { GmRequest } from '../../../schema/gm.ts'
import type { Service } from '../../model/service.ts'
import { grantUri, methodFor, type GmAction } from '../../oauth/grants/grant-management.ts'
import type { CallSoFar } from '../shared/decision.ts'
import type { ProofOfPossession } from '../shared/possession.ts'

/** Authlete GMRequest `htm`, `htu`: by default the method of the action at the URI of the grant. */
export function describePossession(
  { request, service, now, facts }: CallSoFar<GmRequest, { dpopNonce: string | undefined }>,
  action: GmAction,
): ProofOfPossession {
  const { accessToken = '', grantId = '' } = request
  return {
    api: 'gm',
    service,
    now,
    accessToken,
    certificate: request.clientCertificate,
    proof: request.dpop,
    method: request.htm ?? methodFor[action],
    uri: request.htu ?? defaultUri(service, grantId),
    uriEndsInId: request.htu === undefined,
    nonceRequired: facts.dpopNonce !== undefined,
  }
}

/** Empty, which no proof can match, if the service has no endpoint or the id cannot follow it. */
function defaultUri({ properties }: Service, grantId: string): string {
  const endpoint = properties.grantManagementEndpoint
  return (endpoint === undefined ? undefined : grantUri(endpoint, grantId)) ?? ''
}
