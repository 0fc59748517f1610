import t from 'tap'
import { createJournal, type Journal } from '../../src/journal/journal.ts'

function record(journal: Journal, count: number, serviceId = '1'): void {
  for (const at of Array(count).keys()) {
    journal.record(serviceId, {
      at,
      api: 'gm',
      status: 200,
      resultCode: 'A277001',
      durationMs: 1,
      reason: 'queried',
      source: 'observed',
      conditionSource: 'assumed',
      messageSource: 'assumed',
      request: { method: 'POST', path: '/', headers: {} },
      response: {},
      trace: [],
    })
  }
}

const idsOf = (journal: Journal, serviceId = '1'): readonly string[] =>
  journal.list(serviceId).map(({ id }) => id)

const rings = [
  { capacity: 3, recorded: 0, ids: [], dropped: 0 },
  { capacity: 3, recorded: 2, ids: ['1', '2'], dropped: 0 },
  { capacity: 3, recorded: 3, ids: ['1', '2', '3'], dropped: 0 },
  { capacity: 3, recorded: 4, ids: ['2', '3', '4'], dropped: 1 },
  { capacity: 3, recorded: 8, ids: ['6', '7', '8'], dropped: 5 },
  { capacity: 1, recorded: 3, ids: ['3'], dropped: 2 },
  { capacity: 0, recorded: 3, ids: [], dropped: 3 },
] as const

for (const { capacity, recorded, ids, dropped } of rings) {
  t.test(`a journal of ${capacity} keeps the newest of ${recorded} entries in order`, async (t) => {
    const journal = createJournal(capacity)
    record(journal, recorded)
    t.strictSame(idsOf(journal), ids)
    t.equal(journal.countDropped('1'), dropped)
  })
}

for (const capacity of [0, 3]) {
  t.test(`a cleared journal of ${capacity} forgets what was dropped and goes on counting`, async (t) => {
    const journal = createJournal(capacity)
    record(journal, 5)
    journal.clear('1')
    t.strictSame(idsOf(journal), [])
    t.equal(journal.countDropped('1'), 0)
    record(journal, 4)
    t.strictSame(idsOf(journal), capacity === 0 ? [] : ['7', '8', '9'])
    t.equal(journal.countDropped('1'), 4 - capacity)
  })
}

t.test('each service has a ring of its own', async (t) => {
  const journal = createJournal(2)
  record(journal, 3, '1')
  record(journal, 1, '2')
  t.strictSame(idsOf(journal, '1'), ['2', '3'])
  t.strictSame(idsOf(journal, '2'), ['1'])
  journal.clear('1')
  t.strictSame(idsOf(journal, '2'), ['1'])
})

t.test('a service that has seen nothing has nothing in its journal', async (t) => {
  const journal = createJournal(2)
  journal.clear('unknown')
  t.strictSame(journal.list('unknown'), [])
  t.equal(journal.countDropped('unknown'), 0)
})

t.test('a list does not change while entries come in', async (t) => {
  const journal = createJournal(2)
  record(journal, 2)
  const before = journal.list('1')
  record(journal, 1)
  t.strictSame(
    before.map(({ id }) => id),
    ['1', '2'],
  )
})

t.test('a part of a journal begins after a cursor, and tells what is missing of it', async (t) => {
  const journal = createJournal(3)
  record(journal, 5)
  const parts = [
    ['0', ['3', '4', '5'], 2],
    ['1', ['3', '4', '5'], 1],
    ['2', ['3', '4', '5'], 0],
    ['4', ['5'], 0],
    ['5', [], 0],
    ['9', [], 0],
  ] as const
  for (const [after, ids, dropped] of parts) {
    t.strictSame(
      journal.list('1', after).map(({ id }) => id),
      ids,
    )
    t.equal(journal.countDropped('1', after), dropped)
  }
  t.equal(journal.newestId('1'), '5')
  t.equal(journal.newestId('unknown'), '0')
})

for (const capacity of [0, 2]) {
  t.test(`a journal of ${capacity} tells those who watch of every entry, until they stop`, async (t) => {
    const journal = createJournal(capacity)
    const seen: string[] = []
    const ends: string[] = []
    const watcher = {
      see: ({ id }: { id: string }) => void seen.push(id),
      end: (why: string) => void ends.push(why),
    }
    const stop = journal.watch('1', watcher)
    record(journal, 2)
    record(journal, 1, '2')
    stop?.()
    record(journal, 1)
    journal.watch('1', watcher)
    journal.forget('1')
    record(journal, 1)
    journal.close()
    journal.watch('1', watcher)?.()
    t.strictSame(seen, ['1', '2'])
    t.strictSame(ends, ['service_deleted', 'mock_closed'])
    journal.forget('unknown')
  })
}
