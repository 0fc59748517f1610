import assert from 'node:assert/strict'
import fc from 'fast-check'
import { callApi } from './api.ts'
import {
  describeGrant,
  redeem,
  refresh,
  replay,
  revoke,
  type Consent,
  type Detail,
  type GrantModel,
  type ModelCode,
} from './grant-model.ts'
import type { TestMock } from './mock.ts'

/** The mock under test, and the comparison of what it holds with the model. */
export interface GrantWorld {
  readonly mock: TestMock
  readonly compare: (model: GrantModel) => Promise<void>
}

type Command = fc.AsyncCommand<GrantModel, GrantWorld>

interface Answer {
  readonly action: string
  readonly responseContent?: string
  readonly ticket?: string
  readonly authorizationCode?: string
  readonly accessToken?: string
  readonly refreshToken?: string
  readonly grantId?: string
}

export const secretOf = (clientId: number) => `secret-of-${clientId}`
export const redirectUriOf = (clientId: number) => `https://client-${clientId}.example.com/callback`

/** Every access token may manage grants, so that any of them can revoke. */
const managing = ['grant_management_query', 'grant_management_revoke']

const payment = (amount: number): Detail => ({ type: 'payment', amount })

const anyConsent: fc.Arbitrary<Consent> = fc
  .record(
    {
      clientId: fc.constantFrom(1, 2),
      subject: fc.constantFrom('alice', 'bob', 'carol'),
      scopes: fc.subarray(['email', 'phone', 'accounts', 'payments']),
      resource: fc.constantFrom('https://one.example.com', 'https://two.example.com'),
      claims: fc.subarray(['birthdate', 'name']),
      consentedClaims: fc.subarray(['birthdate', 'email', 'locale']),
      details: fc.uniqueArray(fc.nat(2), { maxLength: 2 }).map((amounts) => amounts.map(payment)),
    },
    { requiredKeys: ['clientId', 'subject', 'scopes', 'claims', 'details'] },
  )
  .map((consent) => ({ ...consent, scopes: [...consent.scopes, ...managing] }))

/** Chooses among what there is; nothing where there is nothing. */
const choose = <Entry>(entries: readonly Entry[], index: number): Entry | undefined =>
  entries[index % entries.length]

const anyIndex = fc.nat(50)

async function call(mock: TestMock, path: string, body: object): Promise<Answer> {
  const { body: answer } = await callApi<Answer>(mock, 'POST', path, body)
  return answer
}

/** A command that compares when it has run. */
function command(name: string, check: Command['check'], run: Command['run']): Command {
  return {
    check,
    run: async (model, world) => {
      await run(model, world)
      await world.compare(model)
    },
    toString: () => name,
  }
}

type Change = { readonly action: ModelCode['action']; readonly grantId?: string }

function describeRequest({ action, grantId }: Change, consent: Consent): string {
  const { clientId, scopes, resource, claims, details } = consent
  const userinfo = Object.fromEntries(claims.map((claim) => [claim, null]))
  return new URLSearchParams({
    response_type: 'code',
    client_id: String(clientId),
    redirect_uri: redirectUriOf(clientId),
    scope: scopes.join(' '),
    grant_management_action: action,
    ...(grantId !== undefined && { grant_id: grantId }),
    ...(resource !== undefined && { resource }),
    ...(claims.length > 0 && { claims: JSON.stringify({ userinfo }) }),
    ...(details.length > 0 && { authorization_details: JSON.stringify(details) }),
  }).toString()
}

/** Asks for consent and gets a code, unless the grant is not this client's or not this subject's. */
async function obtainCode(
  model: GrantModel,
  mock: TestMock,
  change: Change,
  consent: Consent,
): Promise<void> {
  const { clientId, subject, claims, consentedClaims } = consent
  const grant = change.grantId === undefined ? undefined : model.grants.get(change.grantId)
  const begun = await call(mock, '/auth/authorization', { parameters: describeRequest(change, consent) })
  if (change.action !== 'create' && grant?.clientId !== clientId) return expectRefusedGrant(begun)
  assert.equal(begun.action, 'INTERACTION', begun.responseContent)
  const { ticket } = begun
  const values = Object.fromEntries(claims.map((claim) => [claim, 'x']))
  const options = {
    ticket,
    subject,
    claims: JSON.stringify(values),
    ...(consentedClaims && { consentedClaims }),
  }
  const issued = await call(mock, '/auth/authorization/issue', options)
  if (change.action !== 'create' && grant?.subject !== subject) return expectRefusedGrant(issued)
  assert.equal(issued.action, 'LOCATION', issued.responseContent)
  const code = issued.authorizationCode ?? ''
  assert.equal(new URL(issued.responseContent ?? '').searchParams.get('code'), code)
  model.issuedCodes.push({ ...change, code, consent })
  return undefined
}

function expectRefusedGrant({ action, responseContent }: Answer): void {
  assert.equal(action, 'LOCATION')
  assert.equal(new URL(responseContent ?? '').searchParams.get('error'), 'invalid_grant_id')
}

async function callToken(
  mock: TestMock,
  clientId: number,
  parameters: Readonly<Record<string, string>>,
): Promise<Answer> {
  return call(mock, '/auth/token', {
    parameters: new URLSearchParams(parameters).toString(),
    clientId: String(clientId),
    clientSecret: secretOf(clientId),
  })
}

function expectRefusedToken({ action, responseContent = '{}' }: Answer): void {
  assert.equal(action, 'BAD_REQUEST', responseContent)
  assert.equal((JSON.parse(responseContent) as { error: string }).error, 'invalid_grant')
}

/** The values of an answer that gave tokens, and the grant that it names to the client. */
function readTokens({ action, accessToken = '', refreshToken = '', responseContent = '{}' }: Answer) {
  assert.equal(action, 'OK', responseContent)
  const { grant_id: grantId = '', ...content } = JSON.parse(responseContent) as Record<string, string>
  assert.deepEqual([content['access_token'], content['refresh_token']], [accessToken, refreshToken])
  return { accessToken, refreshToken, grantId }
}

function redeemWith(mock: TestMock, { code, consent: { clientId } }: ModelCode): Promise<Answer> {
  return callToken(mock, clientId, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUriOf(clientId),
  })
}

async function redeemCode(model: GrantModel, mock: TestMock, issued: ModelCode): Promise<void> {
  model.issuedCodes.splice(model.issuedCodes.indexOf(issued), 1)
  const answer = await redeemWith(mock, issued)
  if (issued.grantId !== undefined && !model.grants.has(issued.grantId)) return expectRefusedToken(answer)
  const { grantId, ...values } = readTokens(answer)
  if (issued.action === 'create') {
    assert.match(grantId, /^[\w-]{43}$/)
    assert.ok(!model.grantIdsSeen.includes(grantId))
  } else assert.equal(grantId, issued.grantId)
  redeem(model, issued, grantId, values)
  return undefined
}

/** A code is obtained for a new grant; it is redeemed at once or left for later. */
const creating = fc.tuple(anyConsent, fc.boolean()).map(([consent, later]) =>
  command(
    `create by ${consent.clientId} for ${consent.subject}${later ? ', later' : ''}`,
    () => true,
    async (model, { mock }) => obtain(model, mock, { action: 'create' }, consent, later),
  ),
)

/** A code is obtained to change any grant that there ever was, mostly by its own client for its own subject. */
const changing = fc
  .tuple(fc.constantFrom('merge', 'replace'), anyConsent, anyIndex, fc.boolean(), fc.nat(3))
  .map(([action, consent, index, later, stranger]) =>
    command(
      `${action}${stranger === 0 ? ` by ${consent.clientId} for ${consent.subject}` : ''}${later ? ', later' : ''}`,
      ({ grantIdsSeen }) => grantIdsSeen.length > 0,
      async (model, { mock }) => {
        const grantId = choose(model.grantIdsSeen, index) ?? ''
        const { clientId, subject } = model.grants.get(grantId) ?? consent
        const rightful = stranger === 0 ? consent : { ...consent, clientId, subject }
        await obtain(model, mock, { action, grantId }, rightful, later)
      },
    ),
  )

async function obtain(
  model: GrantModel,
  mock: TestMock,
  change: Change,
  consent: Consent,
  later: boolean,
): Promise<void> {
  const known = model.issuedCodes.length
  await obtainCode(model, mock, change, consent)
  const [issued] = model.issuedCodes.slice(known)
  if (issued !== undefined && !later) await redeemCode(model, mock, issued)
}

const redeeming = anyIndex.map((index) =>
  command(
    'redeem',
    ({ issuedCodes }) => issuedCodes.length > 0,
    async (model, { mock }) => {
      const issued = choose(model.issuedCodes, index)
      if (issued !== undefined) await redeemCode(model, mock, issued)
    },
  ),
)

const replaying = anyIndex.map((index) =>
  command(
    'redeem again',
    ({ usedCodes }) => usedCodes.length > 0,
    async (model, { mock }) => {
      const used = choose(model.usedCodes, index) as ModelCode
      expectRefusedToken(await redeemWith(mock, used))
      replay(model, used)
    },
  ),
)

/** Any refresh token that there ever was, by its client or by the other one. */
const refreshing = fc.tuple(anyIndex, fc.integer({ min: 0, max: 4 })).map(([index, thief]) =>
  command(
    thief === 0 ? 'refresh by the other client' : 'refresh',
    ({ refreshTokensSeen }) => refreshTokensSeen.length > 0,
    async (model, { mock }) => {
      const { refreshToken = '', clientId = 0 } = choose(model.refreshTokensSeen, index) ?? {}
      const caller = thief === 0 ? 3 - clientId : clientId
      const answer = await callToken(mock, caller, {
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      })
      const token = model.refreshTokens.get(refreshToken)
      if (token === undefined || caller !== clientId) return expectRefusedToken(answer)
      const { grantId, ...values } = readTokens(answer)
      assert.equal(grantId, token.grantId)
      refresh(model, refreshToken, values)
    },
  ),
)

/** Any grant that there ever was, with any access token that lives. */
const managingGrant = fc
  .tuple(fc.constantFrom('QUERY' as const, 'REVOKE' as const), anyIndex, anyIndex)
  .map(([gmAction, index, tokenIndex]) =>
    command(
      gmAction,
      ({ grantIdsSeen, accessTokens }) => grantIdsSeen.length > 0 && accessTokens.size > 0,
      async (model, { mock }) => {
        const grantId = choose(model.grantIdsSeen, index) ?? ''
        const [accessToken = '', token] = choose([...model.accessTokens], tokenIndex) ?? []
        const { action, responseContent = '' } = await mock.gm({ gmAction, grantId, accessToken })
        const grant = model.grants.get(grantId)
        if (grant === undefined) return assert.equal(action, 'NOT_FOUND')
        if (grant.clientId !== token?.clientId) return assert.equal(action, 'FORBIDDEN')
        assert.equal(action, gmAction === 'QUERY' ? 'OK' : 'NO_CONTENT', responseContent)
        if (gmAction === 'QUERY') assert.deepEqual(JSON.parse(responseContent), describeGrant(grant))
        else revoke(model, grantId)
      },
    ),
  )

/** Whatever may happen to grants; what makes them comes more often than what ends them. */
export const grantCommands = [
  creating,
  creating,
  changing,
  changing,
  redeeming,
  refreshing,
  refreshing,
  managingGrant,
  replaying,
]
