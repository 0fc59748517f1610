import t, { type Test } from 'tap'
import { callApi } from '../../support/api.ts'
import { authorize } from '../../support/requests/authorize.ts'
import { startTestMock, type TestMock } from '../../support/mock.ts'
import {
  callToken,
  clientRequest,
  codeRequest,
  contentOf,
  getTokens,
  ownerRequest,
  readJwt,
  refreshRequest,
  requestToken,
  tokenWorld,
  type TokenAnswer,
} from '../../support/requests/token.ts'

const [pay, read] = [
  { type: 'payment_initiation', actions: ['initiate', 'cancel'], amount: { value: 1, currency: 'EUR' } },
  { type: 'account_information', actions: ['list'] },
]
const types = ['payment_initiation', 'account_information', 'unasked']

const start = (t: Test, service: object = {}, client: object = {}) =>
  startTestMock(t, { world: tokenWorld({ supportedAuthorizationDetailsTypes: types, ...service }, client) })

const ask = (...details: readonly unknown[]) => ({ authorization_details: JSON.stringify(details) })
const both = { scope: 'accounts', ...ask(pay, read) }

async function introspect(mock: TestMock, { accessToken }: TokenAnswer): Promise<unknown> {
  const { body } = await callApi(mock, 'POST', '/auth/introspection/standard', {
    parameters: `token=${accessToken}`,
  })
  return (JSON.parse(String(body['responseContent'])) as Record<string, unknown>)['authorization_details']
}

/** What client, authorization server and resource server are told is the same. */
async function checkGranted(t: Test, mock: TestMock, answer: TokenAnswer, details: unknown): Promise<void> {
  t.equal(answer.action, 'OK')
  t.strictSame(contentOf(answer)['authorization_details'], details)
  t.strictSame(await introspect(mock, answer), details)
}

t.test('a code gives what was granted, or the part of it that is asked for', async (t) => {
  const mock = await start(t)
  await checkGranted(t, mock, await getTokens(mock, both), [pay, read])
  const asked = async (changes: Readonly<Record<string, string>>) =>
    requestToken(mock, codeRequest(await authorize(mock, both), changes))
  await checkGranted(t, mock, await asked(ask(read)), [read])
  await checkGranted(t, mock, await asked(ask(read, pay)), [read, pay])
  await checkGranted(t, mock, await asked(ask()), undefined)
  await checkGranted(t, mock, await asked({ authorization_details: '' }), [pay, read])
  const turned = { amount: { currency: 'EUR', value: 1.0 }, actions: pay.actions, type: pay.type }
  await checkGranted(t, mock, await asked(ask(turned)), [turned])
})

t.test('a refresh token keeps all that was granted', async (t) => {
  const mock = await start(t)
  const code = await authorize(mock, both)
  const first = await requestToken(mock, codeRequest(code, ask(read)))
  const second = await requestToken(mock, refreshRequest(first.refreshToken))
  await checkGranted(t, mock, second, [pay, read])
  const third = await requestToken(mock, refreshRequest(second.refreshToken, ask(pay)))
  await checkGranted(t, mock, third, [pay])
  const fourth = await requestToken(mock, refreshRequest(third.refreshToken, ask(read)))
  await checkGranted(t, mock, fourth, [read])
})

const foreign: readonly (readonly [string, string, string])[] = [
  ['more', JSON.stringify([pay, { type: 'unasked' }]), 'A249308'],
  ['wider', JSON.stringify([{ ...read, actions: ['list', 'read'] }]), 'A249308'],
  ['of another order of actions', JSON.stringify([{ ...pay, actions: ['cancel', 'initiate'] }]), 'A249308'],
  ['without a member', JSON.stringify([{ type: 'payment_initiation' }]), 'A249308'],
  ['with a prototype', '[{"type":"account_information","actions":["list"],"__proto__":{}}]', 'A249308'],
  ['of a type that is not supported', JSON.stringify([{ type: 'unheard-of' }]), 'A249302'],
  ['an object', JSON.stringify(pay), 'A249304'],
  ['no JSON', 'payment_initiation', 'A249304'],
  ['a number', '[1]', 'A249306'],
  ['of no type', '[{}]', 'A249301'],
  ['too deep', `${'['.repeat(70)}${']'.repeat(70)}`, 'A249304'],
]

t.test('what was not granted is refused, and refused is not spent', async (t) => {
  const mock = await start(t)
  const code = await authorize(mock, both)
  const { refreshToken } = await getTokens(mock, both)
  for (const [what, authorization_details, expected] of foreign) {
    for (const request of [
      codeRequest(code, { authorization_details }),
      refreshRequest(refreshToken, { authorization_details }),
    ]) {
      const answer = await requestToken(mock, request)
      t.match(answer, { resultCode: expected, action: 'BAD_REQUEST' }, what)
      t.match(contentOf(answer), { error: 'invalid_authorization_details' }, what)
    }
  }
  const twice = { authorization_details: [ask(pay), ask(pay)].map((one) => one.authorization_details) }
  for (const request of [
    codeRequest(code, twice),
    refreshRequest(refreshToken, twice),
    clientRequest(twice),
    ownerRequest(twice),
  ]) {
    const answer = await requestToken(mock, request)
    t.match(answer, { resultCode: 'A249307', action: 'BAD_REQUEST' })
    t.match(contentOf(answer), { error: 'invalid_request' })
  }
  t.equal((await requestToken(mock, codeRequest(code, ask(pay)))).action, 'OK')
  t.equal((await requestToken(mock, refreshRequest(refreshToken, ask(pay)))).action, 'OK')
})

t.test('where nothing was granted, nothing can be asked for', async (t) => {
  const mock = await start(t)
  const { refreshToken } = await getTokens(mock, { scope: 'accounts' })
  t.equal((await requestToken(mock, refreshRequest(refreshToken, ask(read)))).resultCode, 'A249308')
  const code = await authorize(mock, { scope: 'accounts' })
  t.equal((await requestToken(mock, codeRequest(code, ask(read)))).resultCode, 'A249308')
})

t.test('a client that acts for itself gets what it may ask for', async (t) => {
  const mock = await start(t, {}, { authorizationDetailsTypes: ['payment_initiation'] })
  await checkGranted(t, mock, await requestToken(mock, clientRequest(ask(pay))), [pay])
  await checkGranted(t, mock, await requestToken(mock, clientRequest()), undefined)
  t.equal((await requestToken(mock, clientRequest(ask(read)))).resultCode, 'A249303')
  t.equal((await requestToken(mock, clientRequest(ask({ type: 'x' })))).resultCode, 'A249302')
  const without = await start(t, { supportedAuthorizationDetailsTypes: undefined })
  t.equal((await requestToken(without, clientRequest(ask(pay)))).resultCode, 'A249302')
})

t.test('what a client asks for with a password is granted with its tokens', async (t) => {
  const mock = await start(t, {}, { authorizationDetailsTypes: ['payment_initiation'] })
  const { ticket } = await requestToken(mock, ownerRequest(ask(pay)))
  const answer = await callToken(mock, '/issue', { ticket, subject: 'alice' })
  await checkGranted(t, mock, answer, [pay])
  await checkGranted(t, mock, await requestToken(mock, refreshRequest(answer.refreshToken)), [pay])
  t.equal((await requestToken(mock, ownerRequest(ask(read)))).resultCode, 'A249303')
})

t.test('a token that is a JWT says what it is for', async (t) => {
  const mock = await start(t, { accessTokenSignAlg: 'ES256' })
  const answer = await requestToken(mock, codeRequest(await authorize(mock, both), ask(read)))
  t.strictSame(readJwt(answer['jwtAccessToken']).claims['authorization_details'], [read])
})
