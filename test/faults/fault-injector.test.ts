import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import {
  createFaultInjector,
  type CallFacts,
  type Interruption,
  type Step,
  type RunningCall,
  type InterceptedCall,
} from '../../src/faults/fault-injector.ts'
import { callStore } from '../../src/faults/call-store.ts'
import { createRelease, pause } from '../../src/faults/pause.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts'

const call: CallFacts = { serviceId: '700', api: 'gm', path: '/gm', gone: new AbortController().signal }

function interruption(step: Step, act: Interruption['act'], more: Partial<Interruption> = {}): Interruption {
  return { serviceId: '700', step, matches: () => true, act, ...more }
}

function open() {
  const inProgress = new AsyncLocalStorage<RunningCall | undefined>()
  const store = openSqliteStore()
  const decide = <Result>(intercepted: InterceptedCall | undefined, work: () => Promise<Result>) =>
    inProgress.run({ store: store.openCall(), intercepted }, work)
  return { faultInjector: createFaultInjector(inProgress), store: callStore(store, inProgress), decide }
}

const nothing = async () => undefined
const instead = { answer: { status: 200, headers: {}, body: '' } }

t.test('nothing happens to calls of a service for which nothing is arranged', async (t) => {
  const { faultInjector } = open()
  faultInjector.activate(interruption('arrival', nothing, { serviceId: '701' }))
  t.notOk(faultInjector.isActive('700'))
  t.notOk(faultInjector.isActive(undefined))
  t.equal(faultInjector.intercept(call, 'arrival'), undefined)
  const { serviceId: _, ...ofOrganization } = call
  t.equal(faultInjector.intercept(ofOrganization, 'arrival'), undefined)
})

t.test('what was arranged for admission is taken at admission, and all else at arrival', async (t) => {
  const { faultInjector } = open()
  const deactivate = faultInjector.activate(interruption('admission', nothing))
  t.ok(faultInjector.intercept(call, 'admission'))
  t.equal(faultInjector.intercept(call, 'arrival'), undefined)
  deactivate()
  faultInjector.activate(interruption('answer', nothing))
  t.equal(faultInjector.intercept(call, 'admission'), undefined)
  t.ok(faultInjector.intercept(call, 'arrival'))
})

t.test('the steps of a decision are reached where it asks the storage, each once and in order', async (t) => {
  const { faultInjector, store, decide } = open()
  const steps: Step[] = []
  for (const step of ['storage', 'change'] as const) {
    faultInjector.activate(interruption(step, async () => void steps.push(step)))
  }
  await decide(faultInjector.intercept(call, 'arrival'), async () => {
    await store.findGrant(1, 'g')
    t.strictSame(steps, ['storage'], 'looking changes nothing')
    await store.recordProof(1, { api: 'gm', jkt: 'k', jtiHash: 'j', forgetAt: 2 })
    t.strictSame(steps, ['storage'], 'spending a proof is a part of checking it')
    await store.revokeGrant(1, 'g')
    await store.revokeGrant(1, 'h')
  })
  t.strictSame(steps, ['storage', 'change'])
  await store.revokeGrant(1, 'g')
  t.equal(steps.length, 2, 'nothing happens outside of a decision')
})

t.test('what an act asks of the storage is not interrupted', async (t) => {
  const { faultInjector, store, decide } = open()
  const steps: string[] = []
  faultInjector.activate(
    interruption('storage', async () => {
      await store.revokeGrant(1, 'of the act')
      steps.push('storage')
      return undefined
    }),
  )
  faultInjector.activate(interruption('change', async () => void steps.push('change')))
  await decide(faultInjector.intercept(call, 'arrival'), () => store.findGrant(1, 'g'))
  t.strictSame(steps, ['storage'])
})

t.test('whoever comes to a step while something happens there waits for it too', async (t) => {
  const { faultInjector, store, decide } = open()
  const go = createRelease()
  let asked = 0
  faultInjector.activate(
    interruption('storage', async () => {
      await pause(Infinity, [go.signal])
      return undefined
    }),
  )
  const ask = async () => {
    await store.findGrant(1, 'g')
    asked += 1
  }
  const asking = decide(faultInjector.intercept(call, 'arrival'), () => Promise.all([ask(), ask()]))
  await pause(10, [])
  t.equal(asked, 0)
  go.abort()
  await asking
  t.equal(asked, 2)
})

t.test('a storage that fails goes on failing for the call', async (t) => {
  const { faultInjector, store, decide } = open()
  const fail = async () => {
    throw new Error('no storage')
  }
  faultInjector.activate(interruption('storage', fail, { fault: 'failure' }))
  const taken = faultInjector.intercept(call, 'arrival')
  await decide(taken, async () => {
    await t.rejects(store.findGrant(1, 'g'), { message: 'no storage' })
    await t.rejects(store.findGrant(1, 'g'), { message: 'no storage' })
  })
  t.strictSame(taken?.faults, ['failure'])
})

t.test('of several at one step, those before the first that delivers happen', async (t) => {
  const { faultInjector } = open()
  faultInjector.activate(interruption('arrival', nothing, { fault: 'slow' }))
  faultInjector.activate(interruption('arrival', async () => 'untouched', { fault: 'did not fit' }))
  faultInjector.activate(interruption('arrival', async () => instead, { fault: 'other answer' }))
  faultInjector.activate(interruption('arrival', nothing, { fault: 'too late' }))
  const taken = faultInjector.intercept(call, 'arrival')
  t.equal(await taken?.at('arrival'), instead)
  t.strictSame(taken?.faults, ['slow', 'other answer'])
  t.equal(await taken?.at('answer'), undefined)
})

t.test('what is disarmed lets go once, whoever disarms it', async (t) => {
  const { faultInjector } = open()
  const gone: string[] = []
  const arm = (serviceId: string, name: string) =>
    faultInjector.activate(
      interruption('arrival', nothing, { serviceId, release: () => void gone.push(name) }),
    )
  const deactivate = arm('700', 'one')
  arm('700', 'two')
  arm('701', 'three')
  arm('702', 'four')
  deactivate()
  deactivate()
  t.strictSame(gone, ['one'])
  faultInjector.clear('700')
  faultInjector.clear('no service')
  t.strictSame(gone, ['one', 'two'])
  faultInjector.clear()
  t.strictSame(gone, ['one', 'two', 'three', 'four'])
  t.notOk(['700', '701', '702'].some((id) => faultInjector.isActive(id)))
})

t.test('nothing can be arranged any more when the mock closes', async (t) => {
  const { faultInjector } = open()
  let gone = 0
  const release = () => void (gone += 1)
  faultInjector.activate(interruption('arrival', nothing, { release }))
  faultInjector.close()
  t.equal(gone, 1)
  faultInjector.activate(interruption('arrival', nothing, { release }))
  t.equal(gone, 2)
  t.notOk(faultInjector.isActive('700'))
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
