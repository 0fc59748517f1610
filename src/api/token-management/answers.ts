import type { TokenRevokeRequest } from '../../../schema/token-management.ts'
import type { Service } from '../../model/service.ts'
import {
  writeAnswer,
  writeBareAnswer,
  type ApiAnswer,
  type BareRow,
  type OutcomeRow,
} from '../../outcome/outcome.ts'
import { excerpt } from '../../base/verdict.ts'
import { describeCreated, describePage, describeUpdated } from './content.ts'
import { clientIdentifierOf, type CreateCall, type CreateDecision } from './create-token.ts'
import type { DeleteDecision, RevokeDecision } from './end-tokens.ts'
import type { ListDecision, ListQuery } from './list-tokens.ts'
import {
  tokenCreateOutcomes,
  tokenDeleteOutcomes,
  tokenListOutcomes,
  tokenRevokeOutcomes,
  tokenUpdateOutcomes,
} from './outcomes.ts'
import type { UpdateDecision } from './update-token.ts'

/** The answer of POST /auth/token/create. */
export function answerCreation(
  { request, service }: CreateCall,
  { reason, detail = '', made, trace }: CreateDecision,
): ApiAnswer {
  const values = {
    detail,
    grantType: String(request.grantType).toLowerCase(),
    identifier: excerpt(clientIdentifierOf(request)),
    clientId: String(made?.records.accessToken.clientId),
    serviceId: service.serviceId,
  }
  const members = made === undefined ? {} : describeCreated(made, request, service)
  return writeAnswer(reason, tokenCreateOutcomes[reason], { values, members, trace })
}

/** The answer of POST /auth/token/update. */
export function answerUpdate(service: Service, { reason, updated, trace }: UpdateDecision): ApiAnswer {
  const members = updated === undefined ? {} : describeUpdated(updated, service)
  return writeAnswer(reason, tokenUpdateOutcomes[reason], { members, trace })
}

/** The answer of DELETE /auth/token/delete. */
export function answerDeletion({ reason, trace }: DeleteDecision): ApiAnswer {
  const row: BareRow | OutcomeRow = tokenDeleteOutcomes[reason]
  return 'resultCode' in row ? writeAnswer(reason, row, { trace }) : writeBareAnswer(reason, row, trace)
}

/** The answer of POST /auth/token/revoke. Authlete's own example has the text without the code. */
export function answerRevocation(
  { clientIdentifier = '' }: TokenRevokeRequest,
  { reason, count, trace }: RevokeDecision,
): ApiAnswer {
  const values = { count: String(count), identifier: excerpt(clientIdentifier) }
  const members = count === undefined ? {} : { count, resultMessage: `Revoked ${count} access token(s).` }
  return writeAnswer(reason, tokenRevokeOutcomes[reason], { values, members, trace })
}

/** The answer of GET /auth/token/get/list. */
export function answerList(
  { clientIdentifier = '' }: ListQuery,
  { reason, page, trace }: ListDecision,
): ApiAnswer {
  const row: BareRow | OutcomeRow = tokenListOutcomes[reason]
  return 'resultCode' in row
    ? writeAnswer(reason, row, { values: { identifier: excerpt(clientIdentifier) }, trace })
    : writeBareAnswer(reason, row, trace, page && describePage(page))
}
