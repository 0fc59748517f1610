import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import {
  createInterference,
  type CallFacts,
  type Interruption,
  type Step,
  type CallUnderway,
  type TakenCall,
} from '../../src/faults/interference.ts'
import { callStore } from '../../src/faults/call-store.ts'
import { createRelease, pause } from '../../src/faults/pause.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'

const call: CallFacts = { serviceId: '700', api: 'gm', path: '/gm', gone: new AbortController().signal }

function interruption(step: Step, act: Interruption['act'], more: Partial<Interruption> = {}): Interruption {
  return { serviceId: '700', step, takes: () => true, act, ...more }
}

function open() {
  const inProgress = new AsyncLocalStorage<CallUnderway | undefined>()
  const store = openSqliteStore()
  const decide = <Result>(taken: TakenCall | undefined, work: () => Promise<Result>) =>
    inProgress.run({ store: store.openCall(), taken }, work)
  return { interference: createInterference(inProgress), store: callStore(store, inProgress), decide }
}

const nothing = async () => undefined
const instead = { answer: { status: 200, headers: {}, body: '' } }

t.test('nothing happens to calls of a service for which nothing is arranged', async (t) => {
  const { interference } = open()
  interference.arm(interruption('arrival', nothing, { serviceId: '701' }))
  t.notOk(interference.isArmed('700'))
  t.notOk(interference.isArmed(undefined))
  t.equal(interference.take(call, 'arrival'), undefined)
  const { serviceId: _, ...ofOrganization } = call
  t.equal(interference.take(ofOrganization, 'arrival'), undefined)
})

t.test('what was arranged for admission is taken at admission, and all else at arrival', async (t) => {
  const { interference } = open()
  const disarm = interference.arm(interruption('admission', nothing))
  t.ok(interference.take(call, 'admission'))
  t.equal(interference.take(call, 'arrival'), undefined)
  disarm()
  interference.arm(interruption('answer', nothing))
  t.equal(interference.take(call, 'admission'), undefined)
  t.ok(interference.take(call, 'arrival'))
})

t.test('the steps of a decision are reached where it asks the storage, each once and in order', async (t) => {
  const { interference, store, decide } = open()
  const steps: Step[] = []
  for (const step of ['storage', 'change'] as const) {
    interference.arm(interruption(step, async () => void steps.push(step)))
  }
  await decide(interference.take(call, 'arrival'), async () => {
    await store.findGrant(1, 'g')
    t.strictSame(steps, ['storage'], 'looking changes nothing')
    await store.recordProof(1, { api: 'gm', jkt: 'k', jtiHash: 'j', iat: 1, endsAt: 2 } as never)
    t.strictSame(steps, ['storage'], 'spending a proof is a part of checking it')
    await store.revokeGrant(1, 'g')
    await store.revokeGrant(1, 'h')
  })
  t.strictSame(steps, ['storage', 'change'])
  await store.revokeGrant(1, 'g')
  t.equal(steps.length, 2, 'nothing happens outside of a decision')
})

t.test('what an act asks of the storage is not interrupted', async (t) => {
  const { interference, store, decide } = open()
  const steps: string[] = []
  interference.arm(
    interruption('storage', async () => {
      await store.revokeGrant(1, 'of the act')
      steps.push('storage')
      return undefined
    }),
  )
  interference.arm(interruption('change', async () => void steps.push('change')))
  await decide(interference.take(call, 'arrival'), () => store.findGrant(1, 'g'))
  t.strictSame(steps, ['storage'])
})

t.test('whoever comes to a step while something happens there waits for it too', async (t) => {
  const { interference, store, decide } = open()
  const go = createRelease()
  let asked = 0
  interference.arm(
    interruption('storage', async () => {
      await pause(Infinity, [go.signal])
      return undefined
    }),
  )
  const ask = async () => {
    await store.findGrant(1, 'g')
    asked += 1
  }
  const asking = decide(interference.take(call, 'arrival'), () => Promise.all([ask(), ask()]))
  await pause(10, [])
  t.equal(asked, 0)
  go.abort()
  await asking
  t.equal(asked, 2)
})

t.test('a storage that fails goes on failing for the call', async (t) => {
  const { interference, store, decide } = open()
  const fail = async () => {
    throw new Error('no storage')
  }
  interference.arm(interruption('storage', fail, { fault: 'failure' }))
  const taken = interference.take(call, 'arrival')
  await decide(taken, async () => {
    await t.rejects(store.findGrant(1, 'g'), { message: 'no storage' })
    await t.rejects(store.findGrant(1, 'g'), { message: 'no storage' })
  })
  t.strictSame(taken?.faults, ['failure'])
})

t.test('of several at one step, those before the first that delivers happen', async (t) => {
  const { interference } = open()
  interference.arm(interruption('arrival', nothing, { fault: 'slow' }))
  interference.arm(interruption('arrival', async () => 'untouched', { fault: 'did not fit' }))
  interference.arm(interruption('arrival', async () => instead, { fault: 'other answer' }))
  interference.arm(interruption('arrival', nothing, { fault: 'too late' }))
  const taken = interference.take(call, 'arrival')
  t.equal(await taken?.reach('arrival'), instead)
  t.strictSame(taken?.faults, ['slow', 'other answer'])
  t.equal(await taken?.reach('answer'), undefined)
})

t.test('what is disarmed lets go once, whoever disarms it', async (t) => {
  const { interference } = open()
  const gone: string[] = []
  const arm = (serviceId: string, name: string) =>
    interference.arm(interruption('arrival', nothing, { serviceId, letGo: () => void gone.push(name) }))
  const disarm = arm('700', 'one')
  arm('700', 'two')
  arm('701', 'three')
  arm('702', 'four')
  disarm()
  disarm()
  t.strictSame(gone, ['one'])
  interference.clear('700')
  interference.clear('no service')
  t.strictSame(gone, ['one', 'two'])
  interference.clear()
  t.strictSame(gone, ['one', 'two', 'three', 'four'])
  t.notOk(['700', '701', '702'].some((id) => interference.isArmed(id)))
})

t.test('nothing can be arranged any more when the mock closes', async (t) => {
  const { interference } = open()
  let gone = 0
  const letGo = () => void (gone += 1)
  interference.arm(interruption('arrival', nothing, { letGo }))
  interference.close()
  t.equal(gone, 1)
  interference.arm(interruption('arrival', nothing, { letGo }))
  t.equal(gone, 2)
  t.notOk(interference.isArmed('700'))
})

t.test('a pause ends by its time or by any of its signals', async (t) => {
  await pause(1, [])
  const [one, other] = [createRelease(), createRelease()]
  const pauses = Array.from({ length: 30 }, () => pause(Infinity, [one.signal, other.signal]))
  other.abort()
  await Promise.all(pauses)
  await pause(Infinity, [one.signal, other.signal])
  t.pass('each of them ended')
})
