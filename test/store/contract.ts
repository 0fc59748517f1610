import type { Test } from 'tap'
import { servicesContract } from './contract-services.ts'
import { sweepContract } from './contract-sweep.ts'
import { tokensContract } from './contract-tokens.ts'
import type { OpenStore } from './samples.ts'

/** What every storage engine must show. */
export async function storeContract(t: Test, open: OpenStore): Promise<void> {
  await t.test('services and callers', (t) => servicesContract(t, open))
  await t.test('tokens, grants and proofs', (t) => tokensContract(t, open))
  await t.test('resets and sweeps', (t) => sweepContract(t, open))
  t.test('a store that is closed does not answer', async (t) => {
    const store = await open(t)
    await store.ping()
    await store.close()
    await t.rejects(store.ping())
  })
}
