import t from 'tap'
import { findClient } from '../../src/decision/find-client.ts'
import type { Client } from '../../src/model/client.ts'
import type { Service } from '../../src/model/service.ts'
import { clientOf, serviceOf } from '../store/samples.ts'

const [byId, byAlias] = [clientOf(42), clientOf(43)]
const service: Service = { ...serviceOf('1', { properties: { clientIdAliasEnabled: true } }), world: 7 }

/** A store with one client by id and one by alias, which tells what it was asked. */
function storeWith(alias: string) {
  const asked: unknown[] = []
  const find = async (world: number, key: unknown, wanted: unknown, client: Client) => {
    asked.push([world, key])
    return key === wanted ? client : undefined
  }
  return {
    asked,
    findClient: (world: number, clientId: number) => find(world, clientId, 42, byId),
    findClientByAlias: (world: number, name: string) => find(world, name, alias, byAlias),
  }
}

t.test('a client is found by its id, and its alias is then not asked for', async (t) => {
  const store = storeWith('42')
  t.strictSame(await findClient('42', service, store), { client: byId, aliasUsed: false })
  t.strictSame(store.asked, [[7, 42]])
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

t.test('a service that has no aliases finds by the id alone', async (t) => {
  for (const properties of [{}, { clientIdAliasEnabled: false }]) {
    const store = storeWith('my-client')
    t.equal(await findClient('my-client', { ...service, properties }, store), undefined)
    t.strictSame(store.asked, [])
    t.strictSame(await findClient('42', { ...service, properties }, store), {
      client: byId,
      aliasUsed: false,
    })
  }
})
