import t from 'tap'
import {
  authorizationWorld,
  call,
  clientId,
  publicClientId,
  push,
  redirectUri,
  request,
  requestTicket,
  type AuthorizationAnswer,
  type RequestMembers,
} from '../../support/requests/authorize.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'

/** The grants that a request may name: of the client, revoked, of another client, none at all. */
type GrantName = 'own' | 'revoked' | 'foreign' | 'malformed'

interface Row {
  readonly row: string
  readonly action?: string
  readonly grant?: GrantName
  readonly required?: true
  /** The code and the error; absent where the request is good. */
  readonly refusal?: readonly [string, string]
}

const invalid = 'invalid_request'
const invalidGrant = 'invalid_grant_id'

/** The error table of Grant Management, row by row (§5.4). Row 11, another subject, is known at issue only. */
const table: readonly Row[] = [
  { row: '1: create without a grant', action: 'create' },
  { row: '2: replace without a grant', action: 'replace', refusal: ['A285305', invalid] },
  { row: '3: merge without a grant', action: 'merge', refusal: ['A285305', invalid] },
  { row: '4: a grant without an action', grant: 'own', refusal: ['A285303', invalid] },
  { row: '4: an unknown grant without an action', grant: 'malformed', refusal: ['A285303', invalid] },
  { row: '5: create with a grant', action: 'create', grant: 'own', refusal: ['A285304', invalid] },
  { row: '6: replace with a grant', action: 'replace', grant: 'own' },
  { row: '7: merge with a grant', action: 'merge', grant: 'own' },
  { row: '8: an action that is not supported', action: 'update', refusal: ['A285302', invalid] },
  { row: '8: the same with a grant', action: 'query', grant: 'own', refusal: ['A285302', invalid] },
  { row: '8: an action in another case', action: 'CREATE', refusal: ['A285302', invalid] },
  { row: '8: an action with a name of every object', action: 'toString', refusal: ['A285302', invalid] },
  { row: '9: neither, where an action is required', required: true, refusal: ['A285301', invalid] },
  { row: 'neither, where none is required' },
  { row: '1: create, where an action is required', action: 'create', required: true },
  { row: '10: merge, unknown', action: 'merge', grant: 'malformed', refusal: ['A285306', invalidGrant] },
  { row: '10: replace, unknown', action: 'replace', grant: 'malformed', refusal: ['A285306', invalidGrant] },
  { row: '10: merge, revoked', action: 'merge', grant: 'revoked', refusal: ['A285306', invalidGrant] },
  { row: '10: replace, revoked', action: 'replace', grant: 'revoked', refusal: ['A285306', invalidGrant] },
  {
    row: '10: merge, of another client',
    action: 'merge',
    grant: 'foreign',
    refusal: ['A285307', invalidGrant],
  },
  {
    row: '10: replace, of another client',
    action: 'replace',
    grant: 'foreign',
    refusal: ['A285307', invalidGrant],
  },
]

async function makeGrants(mock: TestMock): Promise<Record<GrantName, string>> {
  const mint = async (owner: number, grant = {}) =>
    (await mock.admin.mintToken(serviceId, { clientId: owner, subject: 'alice', grant })).grantId ?? ''
  const revoked = await mint(clientId)
  await mock.admin.deleteGrant(serviceId, revoked)
  const authorizationDetails = [{ type: 'payment_initiation', actions: ['pay'], limit: 5 }]
  const grant = { scopes: [{ scope: 'accounts' }], claims: ['name'], authorizationDetails }
  return { own: await mint(clientId, grant), revoked, foreign: await mint(1), malformed: '../x' }
}

function readError({ responseContent = '' }: AuthorizationAnswer): URLSearchParams {
  return new URLSearchParams(responseContent.slice(redirectUri.length + 1))
}

for (const { row, action, grant, required, refusal } of table) {
  t.test(`row ${row}`, async (t) => {
    const service = required === undefined ? {} : { grantManagementActionRequired: true }
    const mock = await startTestMock(t, { world: authorizationWorld(service) })
    const grants = await makeGrants(mock)
    const members: RequestMembers = {
      grant_management_action: action,
      grant_id: grant === undefined ? undefined : grants[grant],
    }
    const answer = await request(mock, members)
    const pushed = await push(mock, members)
    if (refusal === undefined) {
      t.match(answer, { action: 'INTERACTION', resultCode: 'A004001' })
      t.match(pushed, { action: 'CREATED' })
      t.equal(answer['gmAction'], action?.toUpperCase())
      t.equal(answer['grantId'], grant && grants[grant])
      return
    }
    const [resultCode, error] = refusal
    t.match(answer, { action: 'LOCATION', resultCode })
    t.equal(readError(answer).get('error'), error)
    t.equal(readError(answer).get('state'), 'state-1')
    t.notOk(readError(answer).has('grant_id'))
    t.notOk(answer.ticket)
    t.match(pushed, { action: 'BAD_REQUEST', resultCode })
    t.match(JSON.parse(pushed.responseContent ?? ''), { error })
  })
}

t.test('row 11: a grant of another subject is told once it is known who consents', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const { own } = await makeGrants(mock)
  for (const action of ['merge', 'replace']) {
    const ticket = await requestTicket(mock, { grant_management_action: action, grant_id: own })
    const refused = await call(mock, '/auth/authorization/issue', { ticket, subject: 'bob' })
    t.match(refused, { action: 'LOCATION', resultCode: 'A285309' })
    t.equal(readError(refused).get('error'), 'invalid_grant_id')
    t.equal(readError(refused).get('state'), 'state-1')
    const again = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
    t.equal(again.resultCode, 'A041202', 'the client has been answered, so the ticket is spent')
  }
})

t.test('a grant that nobody owns is nobody’s to change', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const { grantId } = await mock.admin.mintToken(serviceId, { clientId, grant: {} })
  const ticket = await requestTicket(mock, { grant_management_action: 'merge', grant_id: grantId })
  const refused = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  t.equal(refused.resultCode, 'A285309')
})

t.test('the authorization server is shown the grant that is to be changed, and whose it is', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const { own } = await makeGrants(mock)
  const answer = await request(mock, { grant_management_action: 'replace', grant_id: own })
  t.match(answer, { gmAction: 'REPLACE', grantId: own, grantSubject: 'alice' })
  t.strictSame(answer['grant'], {
    authorizationDetails: {
      elements: [{ type: 'payment_initiation', actions: ['pay'], otherFields: '{"limit":5}' }],
    },
    claims: ['name'],
    scopes: [{ scope: 'accounts' }],
  })
})

t.test('a public client cannot use grant management, whatever it asks', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const { own } = await makeGrants(mock)
  for (const members of [
    { grant_management_action: 'create' },
    { grant_management_action: 'merge', grant_id: own },
    { grant_management_action: 'replace' },
  ]) {
    const answer = await request(mock, { client_id: String(publicClientId), ...members })
    t.match(answer, { action: 'LOCATION', resultCode: 'A285311' })
    t.equal(readError(answer).get('error'), 'invalid_request')
  }
})
