import fc from 'fast-check'
import t from 'tap'
import type { Verdict } from '../../src/base/verdict.ts'
import { createJournal, type Journal, type JournalEntry } from '../../src/journal/journal.ts'
import type { AnsweredCall } from '../../src/journal/kept-call.ts'

const text = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('ä§', '\ud800', '"\\\u0001', '👍', '1', ''),
)
const optional = fc.option(text, { nil: undefined })
const source = fc.constantFrom('observed', 'documented', 'inferred', 'assumed')
const rule = { check: fc.constantFrom('a', 'b', 'ü'), clause: fc.constantFrom('x', 'y'), source }
const evidence = { expected: optional, actual: optional }
const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc.record({ ...rule, verdict: fc.constant('pass' as const), ...evidence }),
  fc.record({ ...rule, verdict: fc.constant('pass' as const) }),
  fc.record({ ...rule, verdict: fc.constant('skipped' as const), why: text, ...evidence }),
  fc.record({ ...rule, verdict: fc.constant('fail' as const), reason: text, ...evidence, detail: optional }),
)

const members = fc.dictionary(text, fc.jsonValue(), { maxKeys: 3 })
const gmAction = fc.record({ gmAction: fc.constantFrom('QUERY', 1, '') })

/** A body as it was sent, and as its entry has it. */
interface Body {
  readonly sent: AnsweredCall['request'] extends infer Request ? Partial<Request> : never
  readonly entered: object
}

const unusual = ' {"id": 12345678901234567890, "n":[1.0, -0]}\n'
const bodies: fc.Arbitrary<Body> = fc.oneof(
  fc.constant({ sent: {}, entered: {} }),
  fc.tuple(text, optional).map(([body, written]) => ({
    sent: { body, ...(written !== undefined && { text: written }) },
    entered: { body, text: written },
  })),
  fc.oneof(members, gmAction).map((body) => {
    const octets = Buffer.from(`\uFEFF${JSON.stringify(body, null, 1)}`)
    return /\d\.|e[+-]?\d|-0|\d{16}/i.test(octets.toString())
      ? { sent: {}, entered: {} }
      : { sent: { octets }, entered: { body: JSON.parse(JSON.stringify(body)) } }
  }),
  fc.constant({
    sent: { octets: Buffer.from(unusual) },
    entered: { body: { id: '12345678901234567890', n: ['1.0', '-0'] }, text: unusual },
  }),
)

const calls = fc.record({
  at: fc.nat(30),
  status: fc.constantFrom(0, 200, 400),
  fault: optional,
  action: optional,
  resultCode: optional,
  reason: text,
  path: text,
  headers: fc.dictionary(text, fc.oneof(text, fc.array(text)), { maxKeys: 3 }),
  body: bodies,
  response: fc.oneof(members, fc.constantFrom({ long: 'x'.repeat(131_000) }, { long: 'ü'.repeat(140_000) })),
  trace: fc.array(verdict, { maxLength: 8 }),
})
type Call = typeof calls extends fc.Arbitrary<infer Value> ? Value : never

const sources = { source: 'observed', conditionSource: 'documented', messageSource: 'assumed' } as const

/** Records a call whose objects change afterwards. */
function record(journal: Journal, { body, path, headers, response, trace, ...call }: Call): void {
  const [octets, fields, verdicts] = [
    body.sent.octets && Buffer.from(body.sent.octets),
    { ...headers },
    [...trace],
  ]
  journal.record('1', {
    ...call,
    ...sources,
    api: 'gm',
    durationMs: 0.5,
    trace: verdicts,
    request: { method: 'POST', path, headers: fields, ...body.sent, ...(octets && { octets }) } as never,
    response: JSON.stringify(response),
  })
  octets?.fill(0)
  fields['x-later'] = 'x'
  verdicts.length = 0
}

/** The entry as the JSON of the whole call. */
function enter(id: number, { body, path, headers, response, trace, ...call }: Call): JournalEntry {
  const { at, status, fault, action, resultCode, reason } = call
  const parsed = (body.entered as { body?: { gmAction?: unknown } }).body?.gmAction
  const entry = {
    id: String(id),
    at,
    api: 'gm',
    status,
    fault,
    action,
    resultCode,
    gmAction: typeof parsed === 'string' ? parsed : undefined,
    durationMs: 0.5,
    reason,
    ...sources,
    trace,
    request: { method: 'POST', path, headers, ...body.entered },
    response,
  }
  const isLong = JSON.stringify({ ...entry, id: undefined }).length > 131_072
  const kept = isLong ? { ...entry, response: { note: 'a long answer, not kept' } } : entry
  return JSON.parse(JSON.stringify(kept)) as JournalEntry
}

type Step =
  | { readonly kind: 'record'; readonly call: Call }
  | { readonly kind: 'read'; readonly after: number; readonly instant: number; readonly sought: string }
  | { readonly kind: 'clear' | 'forget' | 'watch' | 'stop' }

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('record' as const), call: calls }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('read' as const),
        after: fc.nat(12),
        instant: fc.nat(30),
        sought: fc.oneof(
          text.map((part) => JSON.stringify(part)),
          fc.constantFrom('"at":3', '"verdict":"fail"'),
        ),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('clear', 'forget', 'watch', 'stop') }) },
  ),
  { maxLength: 30 },
)

t.test('a journal has what a list of all entries would have, whatever happens to it', async (t) => {
  let compared = 0
  fc.assert(
    fc.property(steps, fc.constantFrom(0, 1, 2, 5, 1000), (taken, capacity) => {
      const journal = createJournal(capacity)
      const all: JournalEntry[] = []
      let cleared = 0
      let expected: JournalEntry[] = []
      const seen: JournalEntry[] = []
      let stop: (() => void) | undefined
      const same = (found: unknown, wanted: unknown): void => {
        compared += 1
        if (JSON.stringify(found) !== JSON.stringify(wanted)) {
          throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`)
        }
      }
      const kept = () => all.slice(Math.max(cleared, all.length - capacity))
      const acts = {
        clear: () => journal.clear('1'),
        forget: () => journal.forget('1'),
        watch: () =>
          (stop ??= journal.watch('1', {
            onEntry: (entry) => seen.push(entry),
            onEnd: () => (stop = undefined),
          })),
        stop: () => stop?.(),
      }
      for (const step of taken) {
        if (step.kind === 'record') {
          record(journal, step.call)
          const entry = enter(all.length + 1, step.call)
          all.push(entry)
          if (stop !== undefined) expected.push(entry)
        } else if (step.kind === 'read') {
          const { after, instant, sought } = step
          const stored = kept()
          const rest = all.slice(Math.max(after, cleared))
          same(journal.list('1'), stored)
          same(
            journal.list('1', String(after)),
            stored.filter(({ id }) => Number(id) > after),
          )
          same(
            journal.countDropped('1', String(after)),
            rest.filter((entry) => !stored.includes(entry)).length,
          )
          same(
            journal.find('1', String(after)),
            stored.find(({ id }) => id === String(after)),
          )
          const first = stored.find(({ at }) => at >= instant)
          same(
            journal.findPlace('1', instant),
            String(first === undefined ? all.length : Number(first.id) - 1),
          )
          const matching = stored.filter((entry) =>
            JSON.stringify({ ...entry, id: undefined }).includes(sought),
          )
          same(
            [...journal.search('1', String(after), [sought])],
            matching.filter(({ id }) => Number(id) <= after),
          )
          same(journal.newestId('1'), String(all.length))
        } else {
          acts[step.kind]()
          if (step.kind === 'clear' || step.kind === 'forget') cleared = all.length
          if (step.kind === 'stop') stop = undefined
        }
      }
      same(seen, expected)
    }),
    { numRuns: 300 },
  )
  t.ok(compared > 3000, `${compared} answers were compared`)
})

t.test('a search goes on with the calls that are stored when it does', async (t) => {
  const journal = createJournal(2)
  const [call] = fc.sample(calls, { numRuns: 1, seed: 1 }) as [Call]
  for (const at of [1, 2]) record(journal, { ...call, at })
  const search = journal.search('1', '9', [])
  t.match(search[Symbol.iterator]().next().value, { id: '1', at: 1 })
  for (const at of [3, 4, 5]) record(journal, { ...call, at })
  t.match(
    [...search],
    [
      { id: '4', at: 4 },
      { id: '5', at: 5 },
    ],
  )
})
