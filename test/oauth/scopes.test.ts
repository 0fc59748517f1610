import t from 'tap'
import type { Client } from '../../src/model/client.ts'
import type { Service } from '../../src/model/service.ts'
import { chooseScopes, listRequestableScopes } from '../../src/oauth/scopes.ts'
import { clientOf, serviceOf } from '../store/samples.ts'

const supportedScopes = [
  { name: 'openid', defaultEntry: true, description: 'Who you are' },
  { name: 'email', defaultEntry: false },
  { name: 'accounts' },
  { name: 'profile', defaultEntry: true },
]
const service: Service = { ...serviceOf('1', { properties: { supportedScopes } }), generation: 1 }
const any = clientOf(1)
const limited = (requestableScopes?: readonly string[], requestableScopesEnabled = true): Client =>
  clientOf(1, {
    extension: { requestableScopesEnabled, ...(requestableScopes !== undefined && { requestableScopes }) },
  })

const names = (scopes: readonly { readonly name: string }[]) => scopes.map(({ name }) => name)

t.test('a client may ask for all scopes of its service unless it has a list of its own', async (t) => {
  t.strictSame(listRequestableScopes(service, any), supportedScopes)
  t.strictSame(listRequestableScopes(service, limited(['email'], false)), supportedScopes)
  t.strictSame(listRequestableScopes(service, clientOf(1, { extension: {} })), supportedScopes)
  t.strictSame(names(listRequestableScopes(service, limited(['accounts', 'email', 'foreign']))), [
    'email',
    'accounts',
  ])
  t.strictSame(listRequestableScopes(service, limited()), [], 'an empty list is a list')
})

t.test('a request gets what it asks for and may ask for, in the order of the service', async (t) => {
  t.strictSame(chooseScopes(['accounts', 'openid', 'foreign', 'OPENID'], service, any), [
    'openid',
    'accounts',
  ])
  t.strictSame(chooseScopes(['accounts', 'openid'], service, limited(['accounts'])), ['accounts'])
  t.strictSame(chooseScopes([], service, any), [], 'who asks for nothing gets nothing')
})

t.test('a request that names no scope gets the default entries that the client may ask for', async (t) => {
  t.strictSame(chooseScopes(undefined, service, any), ['openid', 'profile'])
  t.strictSame(chooseScopes(undefined, service, limited(['profile', 'email'])), ['profile'])
})

t.test('a service without scopes has none to give', async (t) => {
  const bare: Service = { ...service, properties: {} }
  t.strictSame(chooseScopes(['openid'], bare, any), [])
  t.strictSame(chooseScopes(undefined, bare, any), [])
})
