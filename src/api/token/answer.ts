import { aliasOf } from '../../base/client-names.ts'
import type { Service } from '../../model/service.ts'
import { grantTypeOf } from '../../oauth/token/request.ts'
import { errorMembers } from '../../outcome/error-content.ts'
import { resultMessage, writeAnswer, type ApiAnswer, type OutcomeRow } from '../../outcome/outcome.ts'
import { describeGrant, describeTokens, formatTokens } from './shared/content.ts'
import type { TokenDecision } from './request/decision.ts'
import type { TokenFailDecision } from './fail/decision.ts'
import type { TokenIssueDecision } from './issue/decision.ts'
import { tokenOutcomes, type TokenOutcomeRow } from './request/outcomes.ts'
import { tokenFailOutcomes, tokenIssueOutcomes } from './issue/outcomes.ts'

/** Writes the answer of POST /auth/token. */
export function answerToken(decision: TokenDecision, service: Service): ApiAnswer {
  const { reason, trace, dpopNonce, detail = '', facts, previousRefreshTokenUsed } = decision
  const row: TokenOutcomeRow = tokenOutcomes[reason]
  const values = {
    detail,
    serviceId: service.serviceId,
    clientId: String(facts?.client.clientId),
    keyId: service.properties.idTokenSignatureKeyId ?? 'null',
  }
  const further = { dpopNonce, previousRefreshTokenUsed }
  const members = { ...further, ...(describeSuccess(decision) ?? describeError(row, values, service)) }
  return writeAnswer(reason, row, { values, members, trace })
}

/** Tokens, or what the authorization server needs to find the resource owner; undefined where neither came of it. */
function describeSuccess({ facts, issued, ticket }: TokenDecision): object | undefined {
  if (facts === undefined) return undefined
  const { parameters, client, aliasUsed } = facts
  if (issued !== undefined) {
    return {
      responseContent: formatTokens(issued),
      ...describeTokens(issued),
      ...describeGrant(issued, parameters.all('resource')),
      grantType: grantTypeOf(parameters),
    }
  }
  if (ticket === undefined) return undefined
  return {
    ticket,
    username: parameters.get('username'),
    password: parameters.get('password'),
    clientId: client.clientId,
    clientIdAlias: aliasOf(client),
    clientIdAliasUsed: aliasUsed,
    grantType: 'PASSWORD',
  }
}

/** Writes the answer of POST /auth/token/issue. */
export function answerTokenIssue(decision: TokenIssueDecision, service: Service): ApiAnswer {
  const { reason, trace, detail = '', issued } = decision
  const row: OutcomeRow = tokenIssueOutcomes[reason]
  const values = { detail }
  const members =
    issued === undefined
      ? describeError(row, values, service)
      : { responseContent: formatTokens(issued), ...describeTokens(issued) }
  return writeAnswer(reason, row, { values, members: { ...members }, trace })
}

/** Writes the answer of POST /auth/token/fail. */
export function answerTokenFail({ reason, trace }: TokenFailDecision, service: Service): ApiAnswer {
  const row: OutcomeRow = tokenFailOutcomes[reason]
  return writeAnswer(reason, row, { members: describeError(row, {}, service), trace })
}

function describeError(row: OutcomeRow, values: Readonly<Record<string, string>>, { properties }: Service) {
  return { responseContent: JSON.stringify(errorMembers(row, resultMessage(row, values), properties)) }
}
