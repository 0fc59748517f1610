import { JoseVerifyRequestSchema, JoseVerifyResponseSchema } from '../../../schema/jose.ts'
import { resultMessage, type ApiAnswer } from '../../outcome/outcome.ts'
import { defineRoute, type ApiRoute } from '../shared/api-route.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { createAnswerWriter, omitEmpty } from '../shared/members.ts'
import { verifyJose, type JoseDecision } from './decision.ts'
import { joseOutcomes } from './outcomes.ts'

const writeAnswer = createAnswerWriter(JoseVerifyResponseSchema)

/** Authlete's `POST /api/{serviceId}/jose/verify`. */
export function joseRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/jose/verify',
      operationId: 'jose_verify_api',
      tag: 'Jose Object',
      summary: 'Verify JOSE',
      description: 'Verifies the signature and the claims of a JWS that a client or the service has signed.',
      right: 'USE_SERVICE',
      body: JoseVerifyRequestSchema,
      response: JoseVerifyResponseSchema,
      answer: async (call) => answerVerification(await verifyJose(call, tools), call.body.clientIdentifier),
    }),
  ]
}

function answerVerification(decision: JoseDecision, clientIdentifier = ''): ApiAnswer {
  const {
    reason,
    detail = '',
    failures = [],
    missingClaims,
    invalidClaims,
    isSignatureValid,
    trace,
  } = decision
  const errorDescriptions = failures.map(({ reason: error, detail: found = '' }) =>
    resultMessage(joseOutcomes[error], { detail: found }),
  )
  return writeAnswer(reason, joseOutcomes[reason], {
    values: { detail, clientIdentifier },
    members: {
      valid: reason === 'jose_verified',
      signatureValid: isSignatureValid === true,
      missingClaims: omitEmpty(missingClaims),
      invalidClaims: omitEmpty(invalidClaims),
      errorDescriptions: omitEmpty(errorDescriptions),
    },
    trace,
  })
}
