import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { createCallDecider } from '../../src/http/decide-call.ts'
import type { CallInProgress, Step } from '../../src/faults/fault-injector.ts'
import type { ApiAnswer } from '../../src/outcome/outcome.ts'
import { Overtaken } from '../../src/base/overtaken.ts'
import type { StoreCall } from '../../src/store/store.ts'

const answer = { status: 200 } as ApiAnswer

/** One call whose storage says that it is overtaken so many times, by its writes or by its confirmation. */
function overtaken(times: number, by: 'ask' | 'confirm') {
  const inProgress: CallInProgress = new AsyncLocalStorage()
  let left = times
  let restarts = 0
  const beOvertaken = async (): Promise<void> => {
    left -= 1
    if (left >= 0) throw new Overtaken('it has changed')
  }
  const store: StoreCall = {
    ask: async () => (by === 'ask' ? beOvertaken() : undefined),
    confirm: async () => (by === 'confirm' ? beOvertaken() : undefined),
    restart: () => {
      restarts += 1
    },
  }
  const decide = async () => {
    await inProgress.getStore()?.store.ask('endPending', [1, 'ticket', 'ticket'])
    return answer
  }
  const decideCall = createCallDecider(inProgress)
  return { decide, decideCall, store, restarts: () => restarts }
}

for (const by of ['ask', 'confirm'] as const) {
  t.test(`a call that is overtaken when it comes to ${by} is decided until it is not`, async (t) => {
    for (const times of [0, 1, 5]) {
      const { decideCall, decide, store, restarts } = overtaken(times, by)
      t.equal(await decideCall({ store }, decide, decide), answer)
      t.equal(restarts(), times)
    }
  })
}

t.test('a call that never reads twice alike fails in the end, as what nobody decided', async (t) => {
  const { decideCall, decide, store } = overtaken(Infinity, 'ask')
  await t.rejects(decideCall({ store }, decide, decide), { message: 'too often, it has changed' })
})

t.test('what fails otherwise fails at once, and the next call is decided', async (t) => {
  const { decideCall, decide, store, restarts } = overtaken(1, 'ask')
  const fail = async () => {
    throw new Error('broken')
  }
  await t.rejects(decideCall({ store }, fail, decide), { message: 'broken' })
  t.equal(restarts(), 0)
  await t.rejects(decideCall({ store }, decide, fail), { message: 'broken' })
  t.equal(await decideCall({ store }, decide, decide), answer)
})

t.test('on its last chance a call still fails as its storage fails, and is not confirmed', async (t) => {
  const { decideCall, decide, store } = overtaken(101, 'ask')
  let asked = 0
  const ask = async (...values: Parameters<StoreCall['ask']>): Promise<unknown> => {
    asked += 1
    if (asked > 101) throw new Error('no storage')
    return store.ask(...values)
  }
  await t.rejects(decideCall({ store: { ...store, ask } }, decide, decide), { message: 'no storage' })
  const unlucky = overtaken(Infinity, 'confirm')
  t.equal(await unlucky.decideCall(unlucky, unlucky.decide, unlucky.decide), answer)
})

t.test('calls that are overtaken at once are decided one after the other', async (t) => {
  const inProgress: CallInProgress = new AsyncLocalStorage()
  const decideCall = createCallDecider(inProgress)
  let underway = 0
  let most = 0
  const again = async () => {
    underway += 1
    most = Math.max(most, underway)
    await new Promise(setImmediate)
    underway -= 1
    return answer
  }
  const first = async (): Promise<ApiAnswer> => {
    throw new Overtaken('it has changed')
  }
  const { store } = overtaken(0, 'ask')
  await Promise.all(Array.from({ length: 10 }, () => decideCall({ store }, first, again)))
  t.equal(most, 1)
})

t.test('a call that is held while it is decided again keeps nobody waiting', { timeout: 5000 }, async (t) => {
  const inProgress: CallInProgress = new AsyncLocalStorage()
  const decideCall = createCallDecider(inProgress)
  const { store } = overtaken(0, 'ask')
  let release = (): void => undefined
  const held = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined)
  })
  const at = async (step: Step) => (step === 'change' ? held : undefined)
  const first = async (): Promise<ApiAnswer> => {
    throw new Overtaken('it has changed')
  }
  const again = async (): Promise<ApiAnswer> => {
    await inProgress.getStore()?.intercepted?.at('storage')
    await inProgress.getStore()?.intercepted?.at('change')
    return answer
  }
  const holding = decideCall({ store, intercepted: { faults: [], at } }, first, again)
  t.equal(await decideCall({ store }, first, again), answer)
  release()
  t.equal(await holding, answer)
})

t.test('a call that is overtaken again and again is decided before those that come meanwhile', async (t) => {
  const inProgress: CallInProgress = new AsyncLocalStorage()
  const decideCall = createCallDecider(inProgress)
  const { store } = overtaken(0, 'ask')
  const decided: string[] = []
  const others: Promise<ApiAnswer>[] = []
  let repeats = 0
  const first = async (): Promise<ApiAnswer> => {
    throw new Overtaken('it has changed')
  }
  const again = async (): Promise<ApiAnswer> => {
    repeats += 1
    const name = `other ${repeats}`
    const other = async (): Promise<ApiAnswer> => {
      decided.push(name)
      return answer
    }
    others.push(decideCall({ store }, other, other))
    await new Promise(setImmediate)
    if (repeats < 6) throw new Overtaken('it has changed')
    decided.push('the call')
    return answer
  }
  await decideCall({ store }, first, again)
  await Promise.all(others)
  t.strictSame(decided, ['other 1', 'other 2', 'other 3', 'the call', 'other 4', 'other 5', 'other 6'])
})
