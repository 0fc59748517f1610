import t from 'tap'
import { createRowCache } from '../../../src/store/sqlite/row-cache.ts'
import { nameRow } from '../../../src/store/units/tables.ts'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite.ts'
import { clientOf, generationOf, serviceOf } from '../samples.ts'

t.test('of many results those that were asked for last are kept', async (t) => {
  const cache = createRowCache()
  for (let index = 0; index < 5000; index += 1) {
    cache.keep(`${index}`, { index }, [`row ${index}`, 'all'], { text: '' })
    cache.find('0')
  }
  t.same(cache.find('0'), { index: 0 })
  t.equal(cache.find('1'), undefined)
  t.same(cache.find('4999'), { index: 4999 })
  cache.forget(['row 1', 'row 4999'])
  t.equal(cache.find('4999'), undefined)
  t.same(cache.find('4998'), { index: 4998 })
  cache.forget(['all'])
  t.equal(cache.find('0'), undefined)
  t.equal(cache.find('4998'), undefined)
})

t.test('what is kept is bound by its size, and so is one result', async (t) => {
  const cache = createRowCache()
  const keep = (key: string, size: number) => cache.keep(key, { key }, [key], { text: 'x'.repeat(size) })
  keep('too large', 20_000_000)
  t.equal(cache.find('too large'), undefined)
  keep('one', 9_000_000)
  t.same(cache.find('one'), { key: 'one' })
  keep('two', 9_000_000)
  t.equal(cache.find('one'), undefined)
  t.same(cache.find('two'), { key: 'two' })
})

t.test('what one caller finds, another cannot change', async (t) => {
  const store = openSqliteStore()
  t.teardown(() => store.close())
  await store.createServices([serviceOf('1')])
  const generation = await generationOf(store, '1')
  await store.createClient(generation, clientOf(1, { extension: { requestableScopes: ['openid'] } }))
  const client = await store.findClient(generation, { clientId: 1 })
  const scopes = client?.properties.extension?.requestableScopes as string[]
  t.throws(() => scopes.push('email'), TypeError)
  t.throws(() => Object.assign(client ?? {}, { clientType: 'PUBLIC' }), TypeError)
  t.same(await store.findClient(generation, { clientId: 1 }), client)
})

t.test('a key that a database cannot tell from another has the name of that', async (t) => {
  t.equal(nameRow('grants', 1, '\ud800'), nameRow('grants', 1, '\ufffd'))
})
