import type { UserInfoIssueRequest } from '../../../../schema/userinfo.ts'
import { isAliasUsed } from '../../../base/client-names.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
import { readJsonObject, type JsonObject } from '../../../base/json.ts'
import type { AccessToken } from '../../../model/access-token.ts'
import { buildUserInfoResponse } from '../../../oauth/userinfo-response.ts'
import { excerpt, failed, passedWith, type Finding } from '../../../base/verdict.ts'
import type { UserInfoIssueReason, UserInfoIssueRefusal } from './outcomes.ts'
import { resolveUserInfoToken } from '../presented-token.ts'

interface UserInfoIssueFacts {
  token: AccessToken
  /** The response of the userinfo endpoint. */
  content: string
}

type UserInfoIssueCall = OpenCall<UserInfoIssueRequest, UserInfoIssueRefusal, UserInfoIssueFacts>
export type UserInfoIssueDecision = Decision<UserInfoIssueReason, UserInfoIssueFacts>

/**
 * Decides one call of POST /auth/userinfo/issue: the token again, the claims, the form of the response. The call before
 * has checked the token's binding, and the proof is used.
 */
export const issueUserInfo = defineDecision(async (call: UserInfoIssueCall, tools: ApiTools) => {
  const { request, service, now, check, facts } = call
  const presented = await resolveUserInfoToken(request.token ?? '', service, now, tools, check)
  if (presented.token !== undefined) facts.token = presented.token
  if (presented.refusal !== undefined) return presented.refusal

  const { token, client } = presented
  const given = check.find(checkClaims(request.claims))
  if (given.refusal !== undefined) return given.refusal
  const claims = addSubject(given.value, request.sub, token)
  const clientIdAliasUsed = isAliasUsed(client, token.details)
  const form = check.find(
    await buildUserInfoResponse({ claims, service, client, clientIdAliasUsed, now }, tools.signJwt),
  )
  if (form.refusal !== undefined) return form.refusal
  facts.content = form.value.content
  return form.value.isJwt ? 'issued_as_jwt' : 'issued'
})

/** Authlete UserInfoIssueRequest `claims`: a JSON object, empty by default. */
function checkClaims(text = '{}'): Finding<'claims_malformed', JsonObject> {
  const rule = {
    check: 'claims',
    clause: 'Authlete UserInfoIssueRequest claims',
    source: 'documented',
  } as const
  const evidence = { expected: 'a JSON object', actual: excerpt(text) }
  const given = readJsonObject(text)
  return 'error' in given
    ? failed(rule, 'claims_malformed', evidence)
    : passedWith(rule, given.value, evidence)
}

/** OpenID Connect Core §5.3.2: `sub` comes first and cannot be replaced by a claim; a claim that is null is left out. */
function addSubject(claims: JsonObject, given: string | undefined, { subject }: AccessToken): JsonObject {
  const others = Object.entries(claims).filter(([name, value]) => name !== 'sub' && value !== null)
  return { sub: given === undefined || given === '' ? subject : given, ...Object.fromEntries(others) }
}
