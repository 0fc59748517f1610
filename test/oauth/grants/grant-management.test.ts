import t from 'tap'
import type { AccessToken } from '../../../src/model/access-token.ts'
import type { Grant } from '../../../src/model/grant.ts'
import {
  checkGmActionPresent,
  checkGmActionUsable,
  checkGrantClient,
  checkGrantIdPresent,
  checkGrantKnown,
  checkGrantSubject,
  checkManagingClient,
  grantUri,
  isGmAction,
  methodFor,
  scopeFor,
} from '../../../src/oauth/grants/grant-management.ts'
import { checkScope } from '../../../src/oauth/token/requirements.ts'

const grant: Grant = {
  grantId: 'TSdqirmAxDa0_-DB_1bASQ',
  clientId: 1,
  subject: 'alice',
  scopes: [],
  claims: [],
  authorizationDetails: [],
  createdAt: 0,
}
const token: AccessToken = {
  tokenHash: 'a',
  clientId: 1,
  subject: 'alice',
  scopes: [],
  createdAt: 0,
  expiresAt: 1,
}

t.test('of all actions QUERY and REVOKE are usable', async (t) => {
  t.match(checkGmActionPresent(undefined), { verdict: 'fail', reason: 'gm_action_missing', actual: 'none' })
  for (const action of ['CREATE', 'MERGE', 'REPLACE', 'query', '', 'constructor']) {
    t.match(checkGmActionPresent(action), { verdict: 'pass', actual: action })
    t.match(checkGmActionUsable(action), { verdict: 'fail', reason: 'gm_action_unusable', actual: action })
    t.notOk(isGmAction(action))
  }
  t.match(checkGmActionUsable(undefined), { verdict: 'fail', actual: 'none' })
  for (const action of ['QUERY', 'REVOKE'] as const) {
    t.match(checkGmActionUsable(action), { verdict: 'pass', actual: action })
    t.ok(isGmAction(action))
  }
})

t.test('an action has its method and its scope', async (t) => {
  t.strictSame(methodFor, { QUERY: 'GET', REVOKE: 'DELETE' })
  t.strictSame(scopeFor, { QUERY: 'grant_management_query', REVOKE: 'grant_management_revoke' })
})

t.test('the URI of a grant is the endpoint, a slash and the id, and nothing is repaired', async (t) => {
  t.equal(
    grantUri('https://as.example.com/grants', grant.grantId),
    `https://as.example.com/grants/${grant.grantId}`,
  )
  t.equal(grantUri('https://as.example.com/grants/', 'a'), 'https://as.example.com/grants//a')
})

t.test('a grant id is present unless it is empty', async (t) => {
  t.match(checkGrantIdPresent(''), { verdict: 'fail', reason: 'grant_id_missing', actual: 'none' })
  t.match(checkGrantIdPresent('a'), { verdict: 'pass', actual: 'given' })
})

t.test('a client that is public manages no grants; one that is gone is no public one', async (t) => {
  t.match(checkManagingClient('PUBLIC'), { verdict: 'fail', reason: 'client_public', actual: 'PUBLIC' })
  t.match(checkManagingClient('CONFIDENTIAL'), { verdict: 'pass', actual: 'CONFIDENTIAL' })
  t.match(checkManagingClient(undefined), { verdict: 'pass', actual: 'unknown' })
})

t.test('a grant is known where the service found it', async (t) => {
  t.match(checkGrantKnown(undefined), {
    verdict: 'fail',
    reason: 'grant_unknown',
    actual: 'unknown or revoked',
  })
  t.match(checkGrantKnown(grant), { verdict: 'pass', actual: 'known' })
})

t.test('a client manages its own grants only', async (t) => {
  t.match(checkGrantClient(grant, token), { verdict: 'pass' })
  const refusal = {
    verdict: 'fail',
    reason: 'grant_of_other_client',
    expected: 'client 1',
    actual: 'client 2',
  }
  t.match(checkGrantClient(grant, { ...token, clientId: 2 }), refusal)
})

t.test('the subject is compared where the service is strict about ownership', async (t) => {
  const { subject: _grantSubject, ...anonymousGrant } = grant
  const { subject: _tokenSubject, ...anonymousToken } = token
  const bob = { ...token, subject: 'bob' }
  t.match(checkGrantSubject(grant, token, true), { verdict: 'pass' })
  t.match(checkGrantSubject(anonymousGrant, anonymousToken, true), {
    verdict: 'pass',
    actual: 'subject (none)',
  })
  const rows = [
    [grant, bob, 'subject alice', 'subject bob'],
    [anonymousGrant, token, 'subject (none)', 'subject alice'],
    [grant, anonymousToken, 'subject alice', 'subject (none)'],
  ] as const
  for (const [owned, presented, expected, actual] of rows) {
    const refusal = { verdict: 'fail', reason: 'grant_of_other_subject', expected, actual }
    t.match(checkGrantSubject(owned, presented, true), refusal)
    t.match(checkGrantSubject(owned, presented, false), { verdict: 'skipped', check: 'grant-subject' })
  }
})

t.test('a scope covers an action when it is there as a whole', async (t) => {
  const required = scopeFor.QUERY
  const rows: readonly (readonly [scopes: readonly string[], verdict: string, actual: string])[] = [
    [[required], 'pass', required],
    [['openid', required], 'pass', `openid ${required}`],
    [[], 'fail', 'no scopes'],
    [[scopeFor.REVOKE], 'fail', scopeFor.REVOKE],
    [[required.toUpperCase()], 'fail', required.toUpperCase()],
    [[`${required}_all`], 'fail', `${required}_all`],
    [['grant_management'], 'fail', 'grant_management'],
  ]
  for (const [scopes, verdict, actual] of rows) {
    t.match(checkScope(scopes, required), { verdict, check: 'scope', expected: required, actual }, actual)
    if (verdict === 'fail') t.match(checkScope(scopes, required), { reason: 'scope_missing' })
  }
})
