import { RevocationRequestSchema, RevocationResponseSchema } from '../../../schema/revocation.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { createAnswerWriter } from '../shared/members.ts'
import type { Service } from '../../model/service.ts'
import { defineRoute, type ApiRoute } from '../shared/api-route.ts'
import { errorMembers } from '../../outcome/error-content.ts'
import { resultMessage, type ApiAnswer } from '../../outcome/outcome.ts'
import { revocationOutcomes, type RevocationOutcomeRow } from './outcomes.ts'
import { revokeToken, type RevocationDecision } from './decision.ts'

const writeAnswer = createAnswerWriter(RevocationResponseSchema)

/** Authlete's `POST /api/{serviceId}/auth/revocation`. */
export function revocationRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/auth/revocation',
      operationId: 'auth_revocation_api',
      tag: 'Revocation Endpoint',
      summary: 'Process Revocation Request',
      description: 'Ends an access token or a refresh token, and its counterpart, for its client.',
      right: 'USE_SERVICE',
      body: RevocationRequestSchema,
      response: RevocationResponseSchema,
      answer: async (call) => answerRevocation(await revokeToken(call, tools), call.service),
    }),
  ]
}

/** Writes the answer of a decision. On success the client gets an empty response (RFC 7009 §2.2). */
function answerRevocation({ reason, detail, trace }: RevocationDecision, { properties }: Service): ApiAnswer {
  const row: RevocationOutcomeRow = revocationOutcomes[reason]
  const values = { detail: detail ?? '' }
  const responseContent =
    row.error && JSON.stringify(errorMembers(row, resultMessage(row, values), properties))
  return writeAnswer(reason, row, { values, members: { responseContent }, trace })
}
