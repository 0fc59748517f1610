import type { ApiTools } from '../../shared/api-tools.ts'
import type { ApiRoute } from '../../shared/api-route.ts'
import {
  writeAnswer,
  writeBareAnswer,
  type ApiAnswer,
  type BareRow,
  type OutcomeRow,
} from '../../../outcome/outcome.ts'
import { excerpt } from '../../../base/verdict.ts'
import { TokenListQuerySchema, TokenListResponseSchema } from '../../../../schema/token-management.ts'
import { describePage } from './content.ts'
import { listTokens, type ListDecision, type ListQuery } from './decision.ts'
import { tokenListOutcomes } from './outcomes.ts'

/** Authlete's `GET /api/{serviceId}/auth/token/get/list`. */
export function tokenListRoute({ store }: ApiTools): ApiRoute {
  return {
    method: 'GET',
    path: '/auth/token/get/list',
    operationId: 'auth_token_get_list_api',
    tag: 'Token Operations',
    summary: 'List Issued Tokens',
    description: 'Lists access tokens of the service, the oldest first.',
    right: 'USE_SERVICE',
    query: TokenListQuerySchema,
    response: TokenListResponseSchema,
    answer: async ({ query, service }) => answerList(query, await listTokens(query, service, store)),
  }
}

/** The answer of GET /auth/token/get/list. */
function answerList({ clientIdentifier = '' }: ListQuery, { reason, page, trace }: ListDecision): ApiAnswer {
  const row: BareRow | OutcomeRow = tokenListOutcomes[reason]
  return 'resultCode' in row
    ? writeAnswer(reason, row, { values: { identifier: excerpt(clientIdentifier) }, trace })
    : writeBareAnswer(reason, row, trace, page && describePage(page))
}
