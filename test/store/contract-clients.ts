import type { Test } from 'tap'
import {
  beginWith,
  clientOf,
  codeOf,
  issueOf,
  now,
  pushedRequestOf,
  ticketOf,
  tokenTicketOf,
  tokenOf,
  type Begin,
  type OpenStore,
} from './samples.ts'

const wholePage = { start: 0, end: 100 }
const alias = (clientIdAlias: string, clientIdAliasEnabled = true) => ({
  clientIdAlias,
  clientIdAliasEnabled,
})

export async function clientsContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)
  await findingContract(t, begin)
  await listingContract(t, begin)
  await changingContract(t, begin)
  await deletingContract(t, begin)
}

async function findingContract(t: Test, begin: Begin): Promise<void> {
  t.test('a client is found as it was made, by its id and in its own generation', async (t) => {
    const { store, generation, other } = await begin(t)
    const client = {
      ...clientOf(5, { clientName: 'Five', anything: [{ deep: 1 }] }),
      clientType: 'PUBLIC',
    } as const
    t.equal(await store.createClient(generation, client), true)
    t.strictSame(await store.findClient(generation, { clientId: 5 }), client)
    t.equal(await store.findClient(other, { clientId: 5 }), undefined)
    t.equal(await store.findClient(generation, { clientId: 6 }), undefined)
  })

  t.test('a client is found by its alias, whether it may use it or not', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.createClient(generation, clientOf(1, alias('enabled')))
    await store.createClient(generation, clientOf(2, alias('disabled', false)))
    await store.createClient(generation, clientOf(3, { clientIdAliasEnabled: true }))
    await store.createClient(generation, clientOf(6, alias('6')))
    for (const clientId of [4, 5])
      t.equal(await store.createClient(generation, clientOf(clientId, alias(''))), true)
    t.equal(await store.findClient(generation, { alias: '' }), undefined, 'an empty one is none')
    t.strictSame(await store.findClient(generation, { alias: 'enabled' }), clientOf(1, alias('enabled')))
    t.strictSame(
      await store.findClient(generation, { alias: 'disabled' }),
      clientOf(2, alias('disabled', false)),
    )
    t.equal(await store.findClient(generation, { alias: '6' }), undefined, 'an id is none')
    t.equal(await store.findClient(other, { alias: 'enabled' }), undefined)
  })

  t.test('a client whose id or alias is taken is not made', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.createClient(generation, clientOf(1, alias('one')))
    t.equal(await store.createClient(generation, clientOf(1, { clientName: 'Another' })), false)
    t.equal(await store.createClient(generation, clientOf(2, alias('one'))), false)
    t.strictSame(await store.findClient(generation, { clientId: 1 }), clientOf(1, alias('one')))
    t.equal(await store.findClient(generation, { clientId: 2 }), undefined)
    t.equal(
      await store.createClient(generation, clientOf(2, alias('one', false))),
      false,
      'also a disabled one',
    )
    t.equal(await store.createClient(generation, clientOf(2, alias('1'))), false, 'an id is taken too')
    t.equal(await store.createClient(generation, clientOf(3, alias('77'))), true)
    t.equal(await store.createClient(generation, clientOf(77)), false, 'an id that is an alias is taken')
    t.equal(await store.createClient(generation, clientOf(4, alias('01'))), true, 'that is no id')
    t.equal(await store.createClient(other, clientOf(1, alias('one'))), true, 'another generation is free')
  })

  t.test('of two equal clients at once exactly one is made', async (t) => {
    const { store, generation } = await begin(t)
    const made = await Promise.all([1, 2].map(() => store.createClient(generation, clientOf(1))))
    t.strictSame(made, [true, false])
  })
}

async function listingContract(t: Test, begin: Begin): Promise<void> {
  t.test('clients are listed in the order in which they were made, page by page', async (t) => {
    const { store, generation, other } = await begin(t)
    for (const clientId of [30, 10, 20]) await store.createClient(generation, clientOf(clientId))
    const pages = [
      wholePage,
      { start: 0, end: 2 },
      { start: 2, end: 4 },
      { start: 3, end: 5 },
      { start: 2, end: 1 },
    ]
    const found = await Promise.all(pages.map((page) => store.listClients(generation, page)))
    t.strictSame(
      found.map(({ entries }) => entries.map(({ clientId }) => clientId)),
      [[30, 10, 20], [30, 10], [20], [], []],
    )
    t.strictSame(new Set(found.map(({ totalCount }) => totalCount)), new Set([3]))
    t.strictSame(await store.listClients(other, wholePage), { entries: [], totalCount: 0 })
  })

  t.test('a client that was changed keeps its place, one made after a deletion comes last', async (t) => {
    const { store, generation } = await begin(t)
    for (const clientId of [3, 2, 1]) await store.createClient(generation, clientOf(clientId))
    await store.updateClient(generation, 3, (client) => ({ ...client, properties: { clientName: 'Three' } }))
    await store.deleteClient(generation, 2)
    await store.createClient(generation, clientOf(2))
    const { entries } = await store.listClients(generation, wholePage)
    t.strictSame(
      entries.map(({ clientId }) => clientId),
      [3, 1, 2],
    )
  })

  t.test('the clients that hold tokens of a subject are those with one that lasts', async (t) => {
    const { store, generation } = await begin(t)
    for (const clientId of [1, 2, 3, 4, 5]) await store.createClient(generation, clientOf(clientId))
    await store.issueTokens(generation, { accessToken: issueOf('lasting', { clientId: 4 }).accessToken })
    await store.issueTokens(generation, {
      accessToken: issueOf('over', { clientId: 1, expiresAt: now }).accessToken,
    })
    await store.issueTokens(generation, issueOf('refreshable', { clientId: 3, expiresAt: now }))
    await store.issueTokens(generation, issueOf('of another', { clientId: 2, subject: 'bob' }))
    const holding = { subject: 'alice', now }
    const { entries, totalCount } = await store.listClients(generation, wholePage, holding)
    t.strictSame([entries.map(({ clientId }) => clientId), totalCount], [[3, 4], 2])
    const part = await store.listClients(generation, { start: 1, end: 2 }, holding)
    t.strictSame([part.entries.map(({ clientId }) => clientId), part.totalCount], [[4], 2])
  })
}

async function changingContract(t: Test, begin: Begin): Promise<void> {
  t.test('a change replaces a client, and its id stays', async (t) => {
    const { store, generation } = await begin(t)
    await store.createClient(generation, clientOf(1, { clientName: 'One', ...alias('one') }))
    const changed = await store.updateClient(generation, 1, ({ properties }) => ({
      clientId: 2,
      clientType: 'PUBLIC',
      properties: { ...properties, clientIdAlias: 'uno' },
    }))
    t.strictSame(changed, {
      clientId: 1,
      clientType: 'PUBLIC',
      properties: { clientName: 'One', ...alias('uno') },
    })
    t.strictSame(await store.findClient(generation, { clientId: 1 }), changed)
    t.strictSame(await store.findClient(generation, { alias: 'uno' }), changed)
    t.equal(await store.findClient(generation, { alias: 'one' }), undefined)
    t.equal(await store.updateClient(generation, 2, (client) => client), undefined)
  })

  t.test("a change to another client's alias is refused and changes nothing", async (t) => {
    const { store, generation } = await begin(t)
    await store.createClient(generation, clientOf(1, alias('one')))
    await store.createClient(generation, clientOf(2, alias('two')))
    const change = () => clientOf(2, { clientName: 'Changed', ...alias('one') })
    t.equal(await store.updateClient(generation, 2, change), 'alias_taken')
    t.equal(
      await store.updateClient(generation, 2, () => clientOf(2, alias('1'))),
      'alias_taken',
      'or its id',
    )
    t.strictSame(await store.findClient(generation, { clientId: 2 }), clientOf(2, alias('two')))
    t.strictSame(
      await store.updateClient(generation, 1, (client) => client),
      clientOf(1, alias('one')),
      'its own is free',
    )
  })

  t.test('a change of a client that fails changes nothing', async (t) => {
    const { store, generation } = await begin(t)
    await store.createClient(generation, clientOf(1))
    const refuse = (): never => {
      throw new Error('refused')
    }
    await t.rejects(store.updateClient(generation, 1, refuse), { message: 'refused' })
    t.strictSame(await store.findClient(generation, { clientId: 1 }), clientOf(1))
  })

  t.test('changes of a client at once do not overwrite each other', async (t) => {
    const { store, generation } = await begin(t)
    await store.createClient(generation, clientOf(1))
    const add = (name: string) =>
      store.updateClient(generation, 1, (client) => ({
        ...client,
        properties: { ...client.properties, [name]: true },
      }))
    await Promise.all(['a', 'b', 'c'].map(add))
    t.strictSame(
      await store.findClient(generation, { clientId: 1 }),
      clientOf(1, { a: true, b: true, c: true }),
    )
  })
}

async function deletingContract(t: Test, begin: Begin): Promise<void> {
  t.test('a client goes with all that hangs on it, once, and leaves the others alone', async (t) => {
    const { store, generation } = await begin(t)
    for (const [clientId, name] of [
      [1, 'one'],
      [2, 'two'],
    ] as const) {
      await store.saveToken(generation, { ...tokenOf(name), clientId })
      const request = { ...ticketOf(name).request, clientId }
      await store.savePending(generation, 'ticket', ticketOf(name, { request }))
      await store.savePending(generation, 'ticket', ticketOf(`${name} spent`, { request }))
      await store.issueCode(generation, `${name} spent`, codeOf(name, { request }))
      await store.savePending(generation, 'token_ticket', tokenTicketOf(name, { clientId }))
      await store.savePending(generation, 'pushed_request', pushedRequestOf(name, { clientId }))
    }
    t.strictSame(await Promise.all([1, 2].map(() => store.deleteClient(generation, 1))), [true, false])
    const look = async (name: string, clientId: number) => [
      await store.findClient(generation, { clientId }),
      await store.findAccessToken(generation, { tokenHash: name }),
      await store.findRefreshToken(generation, { tokenHash: `${name}-refresh` }),
      await store.findGrant(generation, `${name}-grant`),
      (await store.findPending(generation, 'ticket', name))?.content,
      await store.findPending(generation, 'code', name),
      (await store.findPending(generation, 'token_ticket', name))?.content,
      (await store.findPending(generation, 'pushed_request', name))?.content,
      await store.findGrantedScopes(generation, clientId, 'alice'),
    ]
    t.ok((await look('one', 1)).every((found) => found === undefined))
    t.ok((await look('two', 2)).every((found) => found !== undefined))
  })
}
