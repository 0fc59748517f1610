import type { Test } from 'tap'
import {
  beginWith,
  codeOf,
  now,
  pushedRequestOf,
  requestOf,
  ticketOf,
  tokenTicketOf,
  type Begin,
  type OpenStore,
} from './samples.ts'

export async function authorizationsContract(t: Test, open: OpenStore): Promise<void> {
  const begin = beginWith(open)
  await ticketContract(t, begin)
  await codeContract(t, begin)
  await pushedRequestContract(t, begin)
  await grantedScopesContract(t, begin)
}

async function ticketContract(t: Test, begin: Begin): Promise<void> {
  t.test('a ticket is found as it was saved, also when its time is over', async (t) => {
    const { store, generation, other } = await begin(t)
    const tickets = [ticketOf('bare', { expiresAt: 0 }), ticketOf('informed', { info: '{"a":1}' })]
    for (const ticket of tickets) await store.savePending(generation, 'ticket', ticket)
    for (const ticket of tickets)
      t.strictSame((await store.findPending(generation, 'ticket', ticket.ticketHash))?.content, ticket)
    t.equal((await store.findPending(other, 'ticket', 'bare'))?.content, undefined)
    t.equal((await store.findPending(generation, 'ticket', 'unknown'))?.content, undefined)
  })

  t.test('information is put beside a ticket, and replaced', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.savePending(generation, 'ticket', ticketOf('one'))
    await store.savePending(generation, 'ticket', ticketOf('two'))
    t.equal(
      await store.updatePending(generation, 'ticket', 'one', (ticket) => ({ ...ticket, info: 'first' })),
      true,
    )
    t.equal(
      await store.updatePending(generation, 'ticket', 'one', (ticket) => ({ ...ticket, info: '' })),
      true,
    )
    t.strictSame(
      (await store.findPending(generation, 'ticket', 'one'))?.content,
      ticketOf('one', { info: '' }),
    )
    t.strictSame((await store.findPending(generation, 'ticket', 'two'))?.content, ticketOf('two'))
    t.equal(
      await store.updatePending(generation, 'ticket', 'unknown', (ticket) => ({ ...ticket, info: 'x' })),
      false,
    )
    t.equal(await store.updatePending(other, 'ticket', 'one', (ticket) => ({ ...ticket, info: 'x' })), false)
  })

  t.test('a ticket ends once', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.savePending(generation, 'ticket', ticketOf('one'))
    t.equal(await store.endPending(other, 'ticket', 'one'), false)
    t.strictSame(await Promise.all([1, 2].map(() => store.endPending(generation, 'ticket', 'one'))), [
      true,
      false,
    ])
    t.equal((await store.findPending(generation, 'ticket', 'one'))?.content, undefined)
    t.equal(
      await store.updatePending(generation, 'ticket', 'one', (ticket) => ({ ...ticket, info: 'x' })),
      false,
    )
  })

  t.test('the ticket of a token request is found as it was saved, and ends once', async (t) => {
    const { store, generation, other } = await begin(t)
    const bound = { jkt: 'key', certificateThumbprint: 'certificate', resources: ['https://rs.example.com'] }
    const tickets = [tokenTicketOf('bare', { expiresAt: 0 }), tokenTicketOf('bound', bound)]
    for (const ticket of tickets) await store.savePending(generation, 'token_ticket', ticket)
    for (const ticket of tickets)
      t.strictSame((await store.findPending(generation, 'token_ticket', ticket.ticketHash))?.content, ticket)
    t.equal((await store.findPending(other, 'token_ticket', 'bare'))?.content, undefined)
    t.equal((await store.findPending(generation, 'ticket', 'bare'))?.content, undefined)
    t.equal(await store.endPending(other, 'token_ticket', 'bare'), false)
    t.strictSame(await Promise.all([1, 2].map(() => store.endPending(generation, 'token_ticket', 'bare'))), [
      true,
      false,
    ])
    t.equal((await store.findPending(generation, 'token_ticket', 'bare'))?.content, undefined)
    t.ok((await store.findPending(generation, 'token_ticket', 'bound'))?.content)
  })

  t.test('a pushed request is found as it was saved', async (t) => {
    const { store, generation, other } = await begin(t)
    const requests = [pushedRequestOf('bare'), pushedRequestOf('bound', { dpopJkt: 'key', expiresAt: 0 })]
    for (const request of requests) await store.savePending(generation, 'pushed_request', request)
    for (const request of requests) {
      t.strictSame(
        (await store.findPending(generation, 'pushed_request', request.requestUriHash))?.content,
        request,
      )
    }
    t.equal((await store.findPending(other, 'pushed_request', 'bare'))?.content, undefined)
    t.equal((await store.findPending(generation, 'pushed_request', 'unknown'))?.content, undefined)
  })
}

async function codeContract(t: Test, begin: Begin): Promise<void> {
  t.test('a ticket becomes a code once, and the code is found as it was issued', async (t) => {
    const { store, generation, other } = await begin(t)
    const code = codeOf('code', { authTime: 5, acr: 'silver', consentedClaims: [], claims: {}, sub: 'a' })
    await store.savePending(generation, 'ticket', ticketOf('ticket'))
    const issued = await Promise.all([1, 2].map(() => store.issueCode(generation, 'ticket', code)))
    t.strictSame(issued, ['issued', 'ticket_gone'])
    t.strictSame(await store.findPending(generation, 'code', 'code'), { content: code, isUsed: false })
    t.equal((await store.findPending(generation, 'ticket', 'ticket'))?.content, undefined)
    t.equal(await store.findPending(other, 'code', 'code'), undefined)
  })

  t.test('a code without its ticket is refused and leaves nothing behind', async (t) => {
    const { store, generation, other } = await begin(t)
    await store.savePending(generation, 'pushed_request', pushedRequestOf('mine'))
    await store.savePending(other, 'ticket', ticketOf('ticket'))
    const code = codeOf('code', { request: requestOf({ requestUriHash: 'mine' }) })
    t.equal(await store.issueCode(generation, 'ticket', code), 'ticket_gone')
    t.equal(await store.findPending(generation, 'code', 'code'), undefined)
    t.ok((await store.findPending(generation, 'pushed_request', 'mine'))?.content)
    t.ok((await store.findPending(other, 'ticket', 'ticket'))?.content)
    t.equal(await store.findGrantedScopes(generation, 1, 'alice'), undefined)
  })

  t.test('a code that cannot be stored leaves its ticket as it was', async (t) => {
    const { store, generation } = await begin(t)
    const circle: Record<string, unknown> = { type: 'circle' }
    circle['self'] = circle
    await store.savePending(generation, 'ticket', ticketOf('ticket'))
    const code = codeOf('code', { request: requestOf({ authorizationDetails: [circle] }) })
    await t.rejects(store.issueCode(generation, 'ticket', code))
    t.ok((await store.findPending(generation, 'ticket', 'ticket'))?.content)
  })
}

async function pushedRequestContract(t: Test, begin: Begin): Promise<void> {
  t.test('a code ends the pushed request that it came from, and no other', async (t) => {
    const { store, generation } = await begin(t)
    for (const name of ['mine', 'other'])
      await store.savePending(generation, 'pushed_request', pushedRequestOf(name))
    await store.savePending(generation, 'ticket', ticketOf('ticket'))
    await store.issueCode(
      generation,
      'ticket',
      codeOf('code', { request: requestOf({ requestUriHash: 'mine' }) }),
    )
    t.equal((await store.findPending(generation, 'pushed_request', 'mine'))?.content, undefined)
    t.ok((await store.findPending(generation, 'pushed_request', 'other'))?.content)
  })

  t.test('of several tickets for one pushed request one becomes a code, and all of them end', async (t) => {
    const { store, generation } = await begin(t)
    const names = ['one', 'two', 'three']
    const request = requestOf({ requestUriHash: 'mine' })
    await store.savePending(generation, 'pushed_request', pushedRequestOf('mine'))
    for (const name of names) await store.savePending(generation, 'ticket', ticketOf(name, { request }))
    const issue = (name: string) =>
      store.issueCode(generation, name, codeOf(name, { request, subject: name }))
    t.strictSame(await Promise.all(names.map(issue)), ['issued', 'request_used', 'request_used'])
    t.strictSame(await Promise.all(names.map(issue)), ['ticket_gone', 'ticket_gone', 'ticket_gone'])
    t.equal(await store.findPending(generation, 'code', 'two'), undefined)
    t.equal(await store.findGrantedScopes(generation, 1, 'two'), undefined)
  })

  t.test('a ticket that ends takes its pushed request with it, and no other', async (t) => {
    const { store, generation, other } = await begin(t)
    const request = requestOf({ requestUriHash: 'mine' })
    for (const name of ['mine', 'other'])
      await store.savePending(generation, 'pushed_request', pushedRequestOf(name))
    for (const name of ['one', 'two'])
      await store.savePending(generation, 'ticket', ticketOf(name, { request }))
    t.equal(await store.endPending(other, 'ticket', 'one'), false)
    t.ok((await store.findPending(generation, 'pushed_request', 'mine'))?.content)
    t.equal(await store.endPending(generation, 'ticket', 'one'), true)
    t.equal((await store.findPending(generation, 'pushed_request', 'mine'))?.content, undefined)
    t.ok((await store.findPending(generation, 'pushed_request', 'other'))?.content)
    t.equal(await store.endPending(generation, 'ticket', 'two'), true)
  })
}

async function grantedScopesContract(t: Test, begin: Begin): Promise<void> {
  t.test('what a subject grants to a client is remembered, merged and as it was last', async (t) => {
    const { store, generation, other } = await begin(t)
    const grant = async (clientId: number, subject: string, scopes: readonly string[], createdAt: number) => {
      const name = `${clientId} ${subject} ${createdAt}`
      await store.savePending(generation, 'ticket', ticketOf(name))
      await store.issueCode(
        generation,
        name,
        codeOf(name, { request: requestOf({ clientId }), subject, scopes, createdAt }),
      )
    }
    t.equal(await store.findGrantedScopes(generation, 1, 'alice'), undefined)
    await grant(1, 'alice', ['openid', 'profile'], now)
    await grant(1, 'bob', ['b'], now)
    await grant(2, 'alice', ['c'], now)
    await grant(1, 'alice', ['email', 'openid'], now + 1)
    const expected = {
      latest: ['email', 'openid'],
      merged: ['openid', 'profile', 'email'],
      modifiedAt: now + 1,
    }
    t.strictSame(await store.findGrantedScopes(generation, 1, 'alice'), expected)
    await grant(1, 'alice', [], now + 2)
    t.strictSame(await store.findGrantedScopes(generation, 1, 'alice'), {
      ...expected,
      latest: [],
      modifiedAt: now + 2,
    })
    t.match(await store.findGrantedScopes(generation, 1, 'bob'), { merged: ['b'] })
    t.match(await store.findGrantedScopes(generation, 2, 'alice'), { merged: ['c'] })
    t.equal(await store.findGrantedScopes(other, 1, 'alice'), undefined)
  })

  t.test('what a subject has granted is forgotten once, and nothing else with it', async (t) => {
    const { store, generation, other } = await begin(t)
    for (const subject of ['alice', 'bob']) {
      await store.savePending(generation, 'ticket', ticketOf(subject))
      await store.issueCode(generation, subject, codeOf(subject, { subject }))
    }
    t.equal(await store.deleteGrantedScopes(other, 1, 'alice'), false)
    t.equal(await store.deleteGrantedScopes(generation, 2, 'alice'), false)
    t.equal(await store.deleteGrantedScopes(generation, 1, 'alice'), true)
    t.equal(await store.deleteGrantedScopes(generation, 1, 'alice'), false)
    t.equal(await store.findGrantedScopes(generation, 1, 'alice'), undefined)
    t.ok(await store.findGrantedScopes(generation, 1, 'bob'))
  })
}
