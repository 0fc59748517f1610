import t from 'tap'
import { findClient, isDisabledAlias } from '../../../src/api/shared/find-client.ts'
import type { Client } from '../../../src/model/client.ts'
import type { Service } from '../../../src/model/service.ts'
import type { ClientKey } from '../../../src/store/store.ts'
import { clientOf, serviceOf } from '../../store/samples.ts'

const [byId, byAlias] = [clientOf(42), clientOf(43)]
const service: Service = { ...serviceOf('1'), generation: 7 }

/** A store with one client by id and one by alias, which tells what it was asked. */
function storeWith(alias: string) {
  const asked: unknown[] = []
  const find = async (generation: number, key: unknown, wanted: unknown, client: Client) => {
    asked.push([generation, key])
    return key === wanted ? client : undefined
  }
  return {
    asked,
    findClient: (generation: number, key: ClientKey) =>
      'alias' in key ? find(generation, key.alias, alias, byAlias) : find(generation, key.clientId, 42, byId),
  }
}

t.test('a client is found by its id, and its alias is then not asked for', async (t) => {
  const store = storeWith('42')
  t.strictSame(
    await findClient('42', service, store),
    { client: byId, aliasUsed: true },
    'which its alias is',
  )
  t.strictSame(store.asked, [[7, 42]])
  const named = { ...store, findClient: async () => clientOf(42, { clientIdAlias: 'my-client' }) }
  t.match(await findClient('42', service, named), { aliasUsed: false })
})

t.test('a client is found by its alias, also by one of digits', async (t) => {
  for (const alias of ['my-client', '43', '042', '1e3', '+42', ' 42', '0x2a', '9'.repeat(17)]) {
    t.strictSame(
      await findClient(alias, service, storeWith(alias)),
      { client: byAlias, aliasUsed: true },
      alias,
    )
  }
})

t.test(
  'only digits without a leading zero are an id, so that each client has one way to be named',
  async (t) => {
    for (const identifier of ['042', '42.0', '4.2e1', '42 ', '٤٢', '-42', '', '0', '42\n']) {
      const store = storeWith('another')
      t.equal(await findClient(identifier, service, store), undefined)
      t.strictSame(store.asked, [[7, identifier]])
    }
  },
)

t.test('what a service says of aliases decides nothing', async (t) => {
  for (const properties of [{}, { clientIdAliasEnabled: false }, { clientIdAliasEnabled: true }]) {
    const found = await findClient('my-client', { ...service, properties }, storeWith('my-client'))
    t.strictSame(found, { client: byAlias, aliasUsed: true })
  }
})

t.test('a client that may not use its alias is not found by it', async (t) => {
  const hidden = clientOf(44, { clientIdAlias: 'hidden', clientIdAliasEnabled: false })
  const store = { findClient: async (_: number, key: ClientKey) => ('alias' in key ? hidden : undefined) }
  t.equal(await findClient('hidden', service, store), undefined)
  t.equal(await isDisabledAlias('hidden', service, store), true)
  t.equal(await isDisabledAlias('nobody', service, storeWith('another')), false)
})
