import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { createRandom } from '../../../src/base/random.ts'
import { openSqliteStore } from '../../../src/store/sqlite/sqlite.ts'
import type { Store } from '../../../src/store/store.ts'
import { changes, clientIds, lookAtKept, names, serviceIds, type Pick } from './changes.ts'
import { serviceOf } from '../samples.ts'

/** Opens the file for one look, so that nothing was kept before. */
async function lookAfresh(file: string, generations: readonly number[]): Promise<unknown> {
  const store = openSqliteStore(file)
  const found = await lookAtKept(store, generations)
  await store.close()
  return found
}

/** The present generations of the services, and those before them. */
async function listGenerations(store: Store, earlier: readonly number[]): Promise<readonly number[]> {
  const present = (await store.listServices()).map(({ generation }) => generation)
  return [...new Set([...present, ...earlier])].slice(0, 5)
}

for (const seed of ['a', 'b']) {
  t.test(`what is kept is what is there, after any changes by any process (${seed})`, async (t) => {
    const file = join(t.testdir(), 'mock.db')
    const stores = { memory: openSqliteStore(), one: openSqliteStore(file), two: openSqliteStore(file) }
    t.teardown(() => Promise.all(Object.values(stores).map((store) => store.close())))
    const random = createRandom(seed)
    const pick: Pick = (items) => items[random.bytes(2).readUInt16BE() % items.length] as never
    for (const store of [stores.memory, stores.one])
      await store.createServices([serviceOf('1'), serviceOf('2')])
    let generations = await listGenerations(stores.memory, [])
    for (let step = 0; step < 150; step += 1) {
      const change = pick(changes)
      const subjects = {
        generation: pick(generations),
        serviceId: pick(serviceIds),
        name: pick(names),
        other: pick(names),
        clientId: pick(clientIds),
      }
      const said = await change(stores.memory, subjects).catch(String)
      const alsoSaid = await change(pick([stores.one, stores.two]), subjects).catch(String)
      generations = await listGenerations(stores.memory, generations)
      const expected = await lookAfresh(file, generations)
      const found = await Promise.all(Object.values(stores).map((store) => lookAtKept(store, generations)))
      if (isDeepStrictEqual([alsoSaid, ...found], [said, expected, expected, expected])) continue
      t.strictSame(alsoSaid, said, `step ${step}: ${String(change)}, ${JSON.stringify(subjects)}`)
      for (const [index, name] of Object.keys(stores).entries()) t.strictSame(found[index], expected, name)
      return
    }
    t.pass('nothing differs')
  })
}
