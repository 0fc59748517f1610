import type { UserInfoIssueRequest } from '../../../schema/userinfo.ts'
import { isAliasUsed } from '../../base/client-names.ts'
import { orCrash, type ApiTools } from '../shared/api-tools.ts'
import { readJsonObject, type JsonObject } from '../../base/json.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Service } from '../../model/service.ts'
import { formUserInfo } from '../../oauth/userinfo-response.ts'
import { excerpt, failed, checkInto, passed, type Fail, type Verdict } from '../../base/verdict.ts'
import type { UserInfoIssueReason, UserInfoIssueRefusal } from './outcomes.ts'
import { judgePresentedToken } from './presentation.ts'

/** `now` is the service's time in epoch milliseconds, read once for the whole call. */
export interface UserInfoIssueCall {
  readonly request: UserInfoIssueRequest
  readonly service: Service
  readonly now: number
}

export interface UserInfoIssueDecision {
  readonly reason: UserInfoIssueReason
  readonly detail?: string
  readonly token?: AccessToken
  /** What the userinfo endpoint answers. */
  readonly content?: string
  readonly trace: readonly Verdict[]
}

type Ruling =
  | Fail<UserInfoIssueRefusal>
  | { readonly reason: 'issued' | 'issued_as_jwt'; readonly content: string }
  | { readonly reason: 'crash' }

interface Course {
  readonly trace: Verdict<UserInfoIssueRefusal>[]
  token?: AccessToken
}

/**
 * Decides one call of POST /auth/userinfo/issue: the token once more, the claims, the form of the response. What the
 * token is bound to was judged by the call before, and the proof is spent.
 */
export async function issueClaims(call: UserInfoIssueCall, tools: ApiTools): Promise<UserInfoIssueDecision> {
  const course: Course = { trace: [] }
  const ruling: Ruling = await orCrash(() => decide(call, tools, course), tools.reportCrash)
  return {
    ...course,
    reason: ruling.reason,
    ...('detail' in ruling && ruling.detail !== undefined && { detail: ruling.detail }),
    ...('content' in ruling && { content: ruling.content }),
  }
}

async function decide(call: UserInfoIssueCall, tools: ApiTools, course: Course): Promise<Ruling> {
  const { request, service, now } = call
  const check = checkInto(course.trace)
  const presented = await judgePresentedToken(request.token ?? '', service, now, tools, check)
  if (presented.token !== undefined) course.token = presented.token
  if (presented.refusal !== undefined) return presented.refusal

  const { token, client } = presented
  const text = request.claims ?? '{}'
  const evidence = { expected: 'a JSON object', actual: excerpt(text) }
  const given = readJsonObject(text)
  if ('flaw' in given) return check(failed(claimsRule, 'claims_malformed', evidence))
  check(passed(claimsRule, evidence))
  const form = await formUserInfo(
    {
      claims: nameSubject(given.value, request.sub, token),
      service,
      client,
      clientIdAliasUsed: isAliasUsed(client, token.details),
      now,
    },
    tools.signJwt,
  )
  check(form.verdict)
  if (form.content === undefined) return form.verdict
  return { reason: form.format === 'jwt' ? 'issued_as_jwt' : 'issued', content: form.content }
}

const claimsRule = {
  check: 'claims',
  clause: 'Authlete UserInfoIssueRequest claims',
  source: 'documented',
} as const

/** OpenID Connect Core §5.3.2: `sub` comes first and cannot be replaced by a claim; a claim that is null is left out. */
function nameSubject(claims: JsonObject, given: string | undefined, { subject }: AccessToken): JsonObject {
  const others = Object.entries(claims).filter(([name, value]) => name !== 'sub' && value !== null)
  return { sub: given === undefined || given === '' ? subject : given, ...Object.fromEntries(others) }
}
