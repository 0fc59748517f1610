import fc from 'fast-check'
import t from 'tap'
import { journalMethods } from '../../src/admin/journal/requests.ts'
import { createRequestReader } from '../../src/admin/request-reader.ts'
import { createProblemFinder } from '../../src/base/problem-finder.ts'
import { createJournal, type Journal, type JournalEntry } from '../../src/journal/journal.ts'
import { createLinter } from '../../src/lint/linter.ts'

const bodyMembers = new Map([['gm', []]])

const proofs = ['eyJhIjoxfQ.eyJiIjoxfQ.AAAA', 'eyJhIjoxfQ.eyJiIjoyfQ.AAAA']
const tokens = ['one', 'two "quoted"', 'drei \u00fc \ud800']

/** A call of one of the kinds that tell the linter something about later calls. */
const calls: fc.Arbitrary<
  Pick<JournalEntry, 'api' | 'status' | 'response'> & { body: object; path: string }
> = fc.record({
  api: fc.constantFrom(
    'gm',
    'auth/userinfo',
    'auth/token',
    'service/update',
    'client/create',
    'auth/token/delete/{accessTokenIdentifier}',
  ),
  status: fc.constantFrom(200, 400),
  path: fc.constantFrom(...tokens.map((token) => `/api/1/auth/token/delete/${token}`)),
  body: fc.record(
    {
      accessToken: fc.constantFrom(...tokens),
      token: fc.constantFrom(...tokens),
      dpop: fc.constantFrom(...proofs),
      number: fc.constantFrom(0, 1),
      extension: fc.constantFrom({ tokenExchangePermitted: true }),
      tlsClientAuthSanDns: fc.constantFrom('', 'a'),
    },
    { requiredKeys: [] },
  ),
  response: fc.record(
    {
      accessToken: fc.constantFrom(...tokens),
      jwtAccessToken: fc.constantFrom(...tokens),
      refreshToken: fc.constantFrom(...tokens),
      clientId: fc.constantFrom(1, 11),
    },
    { requiredKeys: [] },
  ),
})

function record(
  journal: Journal,
  { api, status, path, body, response }: typeof calls extends fc.Arbitrary<infer Call> ? Call : never,
  at: number,
) {
  journal.record('1', {
    at,
    api,
    status,
    durationMs: 1,
    reason: 'queried',
    source: 'observed',
    conditionSource: 'assumed',
    messageSource: 'assumed',
    request: { method: 'POST', path, headers: {}, body },
    response: JSON.stringify(response),
    trace: [],
  })
}

const readerOf = (journal: Journal) => {
  const tools = {
    journal,
    bodyMembers,
    apis: [],
    outcomes: [],
    ...createRequestReader(createProblemFinder()),
    version: '0',
    systemClock: () => 2000,
  }
  const service = { serviceId: '1', clock: { mode: 'real' } }
  return journalMethods(tools as never, async () => service as never)
}

t.test('a call has the same flags, whether it is read alone, with a few or with all', async (t) => {
  let flagged = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(calls, fc.nat(20)), { minLength: 1, maxLength: 30 }),
      fc.constantFrom(5, 100),
      async (recorded, capacity) => {
        const journal = createJournal(capacity)
        for (const [call, at] of recorded) record(journal, call, at)
        const { getRequest, listRequests } = readerOf(journal)
        const lint = createLinter(bodyMembers)
        const expected = new Map(journal.list('1').map((entry) => [entry.id, lint(entry)]))
        flagged += [...expected.values()].flat().length
        for (const [id, flags] of expected) {
          const { lint: alone } = await getRequest('1', id)
          if (JSON.stringify(alone) !== JSON.stringify(flags)) return false
          const { requests } = await listRequests('1', { after: id, since: '10' })
          for (const request of requests) {
            if (JSON.stringify(request.lint) !== JSON.stringify(expected.get(request.id))) return false
          }
          const wanted = journal.list('1', id).filter(({ at }) => at >= 10)
          if (requests.length !== wanted.length) return false
        }
        return true
      },
    ),
    { numRuns: 40 },
  )
  t.ok(flagged > 100, `${flagged} flags were compared`)
})

t.test('one entry of a thousand is read without parsing the others', async (t) => {
  const journal = createJournal(1000)
  const call = { api: 'gm', status: 200, path: '/api/1/gm', response: { accessToken: 'one' } }
  for (let at = 0; at < 1000; at += 1) {
    record(journal, { ...call, body: { accessToken: 'one', dpop: `${proofs[0]}${at}` } }, at)
  }
  const { getRequest, listRequests, exportHar } = readerOf(journal)
  const parse = t.capture(JSON, 'parse', JSON.parse)
  const parsedBy = async (read: () => Promise<unknown>) => {
    parse()
    await read()
    return parse().filter(({ args: [text] }) => text.startsWith('{"at":')).length
  }
  t.equal(await parsedBy(() => getRequest('1', '1000')), 1)
  t.equal(await parsedBy(() => listRequests('1', { after: '997' })), 3)
  t.equal(await parsedBy(() => listRequests('1', { since: '998' })), 2)
  t.equal(await parsedBy(() => exportHar('1', { since: '998', after: '999' })), 1)
  t.equal(await parsedBy(() => listRequests('1')), 1000)
})
