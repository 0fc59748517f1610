import fc from 'fast-check'
import t from 'tap'
import type { WaitView } from '../../schema/admin/journal.ts'
import { waitMethods } from '../../src/admin/journal/request-wait.ts'
import { createJournal } from '../../src/journal/journal.ts'
import type { AnsweredCall } from '../../src/journal/kept-call.ts'
import { matchesCall } from '../../src/journal/match.ts'

const call = (action: string): AnsweredCall => ({
  at: 0,
  api: 'gm',
  status: 200,
  action,
  durationMs: 0,
  reason: 'x',
  source: 'observed',
  conditionSource: 'observed',
  messageSource: 'observed',
  request: { method: 'POST', path: '/', headers: {} },
  response: '{}',
  trace: [],
})

/** What a wait has to find: the first calls with an id beyond its cursor, of those that it could see. */
interface Expected {
  readonly action: string
  readonly count: number
  readonly after: number
  readonly seen: string[]
  readonly got: Promise<WaitView | undefined>
}

type Step =
  | { readonly kind: 'call'; readonly action: string }
  | { readonly kind: 'clear' }
  | {
      readonly kind: 'wait'
      readonly action: string
      readonly count: number
      readonly back: number | undefined
    }

const action = fc.constantFrom('OK', 'NO_CONTENT')
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('call' as const), action }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        action,
        count: fc.integer({ min: 1, max: 3 }),
        back: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      }),
    },
  ),
  { maxLength: 40 },
)

t.test('a wait finds the first calls beyond its cursor, whatever else happens meanwhile', async (t) => {
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 0, max: 4 }), async (taken, capacity) => {
      const journal = createJournal(capacity)
      const readRequest = (_: unknown, order: unknown): unknown => order
      const tools = { journal, bodyMembers: new Map(), apis: [], outcomes: [], readRequest }
      const { waitForRequests } = waitMethods(tools as never, async () => undefined as never)
      const waits: Expected[] = []
      for (const step of taken) {
        if (step.kind === 'clear') journal.clear('1')
        else if (step.kind === 'call') {
          journal.record('1', call(step.action))
          const id = journal.newestId('1')
          for (const wait of waits) {
            if (wait.action === step.action && Number(id) > wait.after) wait.seen.push(id)
          }
        } else waits.push(await beginWait(step, waitForRequests, journal))
      }
      journal.close()
      for (const { got, seen, count, after } of waits) {
        const view = await got
        const expected = seen.length < count ? undefined : seen.slice(0, count)
        t.strictSame(
          view?.requests.map(({ id }) => id),
          expected,
        )
        if (view !== undefined) t.equal(view.cursor, expected?.at(-1))
        if (view !== undefined) t.ok(Number(view.cursor) > after)
      }
    }),
    { numRuns: 200 },
  )
})

async function beginWait(
  { action, count, back }: Extract<Step, { kind: 'wait' }>,
  waitForRequests: ReturnType<typeof waitMethods>['waitForRequests'],
  journal: ReturnType<typeof createJournal>,
): Promise<Expected> {
  const newest = Number(journal.newestId('1'))
  const after = back === undefined ? newest : Math.max(0, newest - back)
  const match = { action }
  const there = journal.list('1', String(after)).filter((entry) => matchesCall(match, entry))
  const order = { match, count, ...(back !== undefined && { after: String(after) }) }
  const got = waitForRequests('1', order).catch(() => undefined)
  await Promise.resolve()
  return { action, count, after, seen: there.map(({ id }) => id), got }
}
