import t from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import { catalogue } from '../../src/api/catalogue.ts'
import { authorizationWorld } from '../support/requests/authorize.ts'
import { startOfTests, startTestMock, type TestMock } from '../support/mock.ts'
import type { Fact } from './fact.ts'
import { facts } from './facts.ts'

t.test('the mock answers as was published, or differs where it says so', async (t) => {
  const mocks = new Map<string, TestMock>()
  /** One mock for each world, brought back to its beginning: starting it is what takes time. */
  const startAfresh = async (world: Fixtures): Promise<TestMock> => {
    const key = JSON.stringify(world)
    const mock = mocks.get(key) ?? (await startTestMock(t, { world }))
    mocks.set(key, mock)
    mock.time.now = startOfTests
    await mock.admin.reset()
    return mock
  }
  for (const { id, world = authorizationWorld(), replay, answer, differs } of facts) {
    await t.test(id, async (t) => {
      const given = await replay(await startAfresh(world))
      const published = exactly(answer)
      if (differs === undefined) t.match(given, published)
      else t.notMatch(given, published, 'the mock does as published: this is no difference any more')
    })
  }
})

t.test('every fact has a name of its own and a date', async (t) => {
  t.equal(new Set(facts.map(({ id }) => id)).size, facts.length)
  for (const { id, when } of facts) t.match(when, /^20\d\d-\d\d$/, id)
})

t.test('an answer whose condition was published is labelled so', async (t) => {
  const names = new Set(catalogue.map(nameOf))
  for (const { id, outcomes = [] } of facts)
    for (const outcome of outcomes) t.ok(names.has(outcome), `${id}: ${outcome} is in the catalogue`)
  for (const row of catalogue) {
    const published = strongest(facts.filter((fact) => fact.outcomes?.includes(nameOf(row))))
    if (published !== undefined) t.equal(row.conditionSource, published, nameOf(row))
  }
})

t.test('no condition is called observed without a fact that says so', async (t) => {
  const told = new Set(
    facts.filter(({ source }) => source === 'observed').flatMap(({ outcomes = [] }) => outcomes),
  )
  const untold = catalogue.filter((row) => row.conditionSource === 'observed' && !told.has(nameOf(row)))
  t.strictSame(untold.map(nameOf), [])
})

/** tap takes a text for a part of the other one: `invalid_request` would do for `invalid_request_object`. One word is all of it. */
function exactly(answer: unknown): unknown {
  if (typeof answer === 'string' && /^\w+$/.test(answer)) return new RegExp(`^${answer}$`)
  if (Array.isArray(answer)) return answer.map(exactly)
  if (!isPlain(answer)) return answer
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, exactly(value)]))
}

function isPlain(value: unknown): value is object {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
}

function nameOf({ api, reason }: { readonly api: string; readonly reason: string }): string {
  return `${api}/${reason}`
}

function strongest(published: readonly Fact[]): Fact['source'] | undefined {
  return published.find(({ source }) => source === 'observed')?.source ?? published[0]?.source
}
