import t, { type Test } from 'tap'
import { callApi } from '../../support/api.ts'
import { authorize, redirectUri } from '../../support/requests/authorize.ts'
import { startWithClient } from './arrange.ts'

type View = Readonly<Record<string, unknown>>

/** A client that was made by the API, and its code flow with any secret. */
async function start(t: Test, properties: object = {}) {
  const { mock, apiToken, clientId } = await startWithClient(t, properties)
  const manage = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<View> =>
    (await callApi(mock, method, `${path}/${clientId}`, body, apiToken)).body
  const flow = async (clientSecret: unknown): Promise<View> => {
    const code = await authorize(mock, { client_id: String(clientId), scope: 'accounts payments' })
    const parameters = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
    }).toString()
    const body = { parameters, clientId: String(clientId), clientSecret }
    return (await callApi(mock, 'POST', '/auth/token', body)).body
  }
  const { clientSecret } = await manage('GET', '/client/get')
  return { mock, clientId, manage, flow, clientSecret }
}

t.test('a client that was made by the API gets tokens with its secret, and with no other', async (t) => {
  const { flow, clientSecret } = await start(t)
  t.equal((await flow(clientSecret))['action'], 'OK')
  t.equal((await flow('another'))['action'], 'INVALID_CLIENT')
})

t.test('the secret counts that was given last', async (t) => {
  const { flow, manage, clientSecret } = await start(t)
  const { newClientSecret } = await manage('GET', '/client/secret/refresh')
  t.equal((await flow(clientSecret))['action'], 'INVALID_CLIENT')
  t.equal((await flow(newClientSecret))['action'], 'OK')
  await manage('POST', '/client/secret/update', { clientSecret: 'chosen' })
  t.equal((await flow(newClientSecret))['action'], 'INVALID_CLIENT')
  t.equal((await flow('chosen'))['action'], 'OK')
})

t.test('a client that is locked gets nothing until it is unlocked', async (t) => {
  const { flow, manage, clientSecret } = await start(t)
  await manage('POST', '/client/lock_flag/update', { clientLocked: true })
  await t.rejects(flow(clientSecret), /is locked/)
  await manage('POST', '/client/lock_flag/update', { clientLocked: false })
  t.equal((await flow(clientSecret))['action'], 'OK')
})

t.test('a client gets no scope but those that it may request', async (t) => {
  const { flow, manage, clientSecret } = await start(t)
  const scopes = async () => (await flow(clientSecret))['scopes']
  t.same(await scopes(), ['accounts', 'payments'])
  const path = '/client/extension/requestable_scopes'
  await manage('POST', `${path}/update`, { requestableScopes: ['payments', 'unknown'] })
  t.same(await scopes(), ['payments'])
  await manage('DELETE', `${path}/delete`)
  t.same(await scopes(), ['accounts', 'payments'])
})

t.test('tokens that were ended for a subject are unknown at introspection', async (t) => {
  const { mock, flow, manage, clientSecret } = await start(t)
  const { accessToken: token } = await flow(clientSecret)
  const introspect = async () => (await callApi(mock, 'POST', '/auth/introspection', { token })).body
  t.match(await introspect(), { action: 'OK', subject: 'alice' })
  await manage('POST', '/client/authorization/delete', { subject: 'alice' })
  t.match(await introspect(), { action: 'UNAUTHORIZED', resultCode: 'A057302' })
})

t.test('a client that is deleted cannot ask for anything any more', async (t) => {
  const { flow, manage, clientSecret } = await start(t)
  await manage('DELETE', '/client/delete')
  await t.rejects(flow(clientSecret), /No client has the client ID/)
})
