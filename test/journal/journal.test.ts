import t from 'tap'
import { createJournal, type Journal } from '../../src/journal/journal.ts'

function record(journal: Journal, count: number, serviceId = '1', reason = 'queried'): void {
  for (const at of Array(count).keys()) {
    journal.record(serviceId, {
      at,
      api: 'gm',
      status: 200,
      resultCode: 'A277001',
      durationMs: 1,
      reason,
      source: 'observed',
      conditionSource: 'assumed',
      messageSource: 'assumed',
      request: { method: 'POST', path: '/', headers: {} },
      response: '{}',
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

t.test('one entry is found by its id while it is kept', async (t) => {
  const journal = createJournal(3)
  record(journal, 5)
  for (const entry of journal.list('1')) t.strictSame(journal.find('1', entry.id), entry)
  for (const id of ['2', '6', '05', '', 'x']) t.equal(journal.find('1', id), undefined, id)
  t.equal(journal.find('unknown', '1'), undefined)
})

t.test('the place of an instant is in front of the first entry that is not earlier', async (t) => {
  const journal = createJournal(3)
  record(journal, 5)
  for (const [instant, place] of [
    [-Infinity, '2'],
    [2, '2'],
    [3, '3'],
    [3.5, '4'],
    [4, '4'],
    [5, '5'],
  ] as const) {
    t.equal(journal.findPlace('1', instant), place, String(instant))
  }
  record(journal, 2)
  t.equal(journal.findPlace('1', 3), '4', 'a clock may go back')
  t.equal(journal.findPlace('1', 0), '4')
  t.equal(journal.findPlace('unknown', 0), '0')
})

t.test('a search finds the entries up to an id that have all texts in them', async (t) => {
  const journal = createJournal(3)
  record(journal, 5)
  const search = (until: string, ...texts: readonly string[]) =>
    [...journal.search('1', until, texts)].map(({ id }) => id)
  t.strictSame(search('5'), ['3', '4', '5'])
  t.strictSame(search('4', '"api":"gm"'), ['3', '4'])
  t.strictSame(search('5', '"at":3', '"status":200'), ['4'])
  t.strictSame(search('5', '"at":3', '"at":4'), [])
  t.strictSame(search('2', '"api":"gm"'), [])
  t.strictSame([...journal.search('unknown', '5', [])], [])
})

t.test('a search does not find what an earlier entry left in its place', async (t) => {
  const journal = createJournal(1)
  record(journal, 1, '1', 'x'.repeat(100))
  record(journal, 1, '1', 'y')
  t.strictSame([...journal.search('1', '2', ['y'])], journal.list('1'))
  t.strictSame([...journal.search('1', '2', ['xx'])], [])
})

for (const capacity of [0, 2]) {
  t.test(`a journal of ${capacity} tells those who watch of every entry, until they stop`, async (t) => {
    const journal = createJournal(capacity)
    const seen: string[] = []
    const ends: string[] = []
    const watcher = {
      onEntry: ({ id }: { id: string }) => void seen.push(id),
      onEnd: (why: string) => void ends.push(why),
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

t.test('the ids of a deleted service go on when it is made again, of ten thousand at most', async (t) => {
  const journal = createJournal(3)
  for (const serviceId of ['1', '2', '3']) record(journal, 5, serviceId)
  for (const serviceId of ['1', '2', 'unused']) journal.forget(serviceId)
  t.strictSame(idsOf(journal, '2'), [])
  t.equal(journal.newestId('2'), '5')
  t.equal(journal.countDropped('2'), 0)
  record(journal, 2, '2')
  t.strictSame(idsOf(journal, '2'), ['6', '7'])
  for (let serviceId = 100; serviceId < 10_101; serviceId += 1) {
    record(journal, 1, String(serviceId))
    journal.forget(String(serviceId))
  }
  t.equal(journal.newestId('1'), '0')
  t.equal(journal.newestId('100'), '0')
  t.equal(journal.newestId('101'), '1')
  t.equal(journal.newestId('2'), '7')
  t.strictSame(idsOf(journal, '3'), ['3', '4', '5'])
})
