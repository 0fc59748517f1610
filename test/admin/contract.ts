import type { Test } from 'tap'
import { barrierContract } from './contract-barriers.ts'
import { bindingContract } from './contract-bindings.ts'
import { clientContract } from './contract-clients.ts'
import { clockContract } from './contract-clock.ts'
import { explainContract } from './contract-explain.ts'
import { faultContract } from './contract-faults.ts'
import { journalContract } from './contract-journal.ts'
import { journalAssertionContract } from './contract-journal-assertions.ts'
import { journalExportContract } from './contract-journal-export.ts'
import { lintContract } from './contract-lint.ts'
import { mintContract } from './contract-mint.ts'
import { outcomeContract } from './contract-outcomes.ts'
import { orderContract } from './contract-orders.ts'
import { pactContract } from './contract-pact.ts'
import { resetContract } from './contract-reset.ts'
import { serviceContract } from './contract-services.ts'
import { snapshotContract } from './contract-snapshots.ts'
import { viewContract } from './contract-views.ts'
import type { OpenAdmin } from './under-test.ts'

/** What the admin interface does, however it is reached. */
export async function adminContract(t: Test, open: OpenAdmin): Promise<void> {
  await t.test('services and API tokens', (t) => serviceContract(t, open))
  await t.test('minting', (t) => mintContract(t, open))
  await t.test('minting for holders of a key', (t) => bindingContract(t, open))
  await t.test('views of tokens', (t) => viewContract(t, open))
  await t.test('clients', (t) => clientContract(t, open))
  await t.test('clocks', (t) => clockContract(t, open))
  await t.test('the journal', (t) => journalContract(t, open))
  await t.test('assertions on the journal', (t) => journalAssertionContract(t, open))
  await t.test('the journal as an archive', (t) => journalExportContract(t, open))
  await t.test('the lint of callers', (t) => lintContract(t, open))
  await t.test('explanations', (t) => explainContract(t, open))
  await t.test('resets', (t) => resetContract(t, open))
  await t.test('snapshots', (t) => snapshotContract(t, open))
  await t.test('faults', (t) => faultContract(t, open))
  await t.test('barriers', (t) => barrierContract(t, open))
  await t.test('arranged outcomes', (t) => outcomeContract(t, open))
  await t.test('provider states', (t) => pactContract(t, open))
  await t.test('orders that are refused', (t) => orderContract(t, open))
}
