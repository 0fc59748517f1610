import type { Test } from 'tap'
import { authorizationsContract } from './contract-authorizations.ts'
import { callsContract } from './contract-calls.ts'
import { clientsContract } from './contract-clients.ts'
import { endsContract } from './contract-ends.ts'
import { issuesContract } from './contract-issues.ts'
import { ownedTokensContract } from './contract-owned-tokens.ts'
import { renewalsContract } from './contract-renewals.ts'
import { servicesContract } from './contract-services.ts'
import { snapshotsContract } from './contract-snapshots.ts'
import { sweepContract } from './contract-sweep.ts'
import { tokenUpdatesContract } from './contract-token-updates.ts'
import { tokensContract } from './contract-tokens.ts'
import type { OpenStore } from './samples.ts'

/** What every storage engine must show. */
export async function storeContract(t: Test, open: OpenStore): Promise<void> {
  await t.test('services and callers', (t) => servicesContract(t, open))
  await t.test('tokens, grants and proofs', (t) => tokensContract(t, open))
  await t.test('clients', (t) => clientsContract(t, open))
  await t.test('tickets, pushed requests, codes and granted scopes', (t) => authorizationsContract(t, open))
  await t.test('issues of tokens', (t) => issuesContract(t, open))
  await t.test('renewed refresh tokens', (t) => renewalsContract(t, open))
  await t.test('tokens of an owner', (t) => ownedTokensContract(t, open))
  await t.test('updates of tokens', (t) => tokenUpdatesContract(t, open))
  await t.test('ends', (t) => endsContract(t, open))
  await t.test('resets and sweeps', (t) => sweepContract(t, open))
  await t.test('calls', (t) => callsContract(t, open))
  await t.test('snapshots', (t) => snapshotsContract(t, open))
  t.test('a store that is closed does not answer', async (t) => {
    const store = await open(t)
    await store.ping()
    await store.close()
    await t.rejects(store.ping())
  })
}
