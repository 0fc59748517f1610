import type { Test } from 'tap'
import { barrierContract } from './barriers.ts'
import { bindingContract } from './bindings.ts'
import { clientContract } from './clients.ts'
import { clockContract } from './clock.ts'
import { explainContract } from './explain.ts'
import { faultContract } from './faults.ts'
import { journalContract } from './journal.ts'
import { journalAssertionContract } from './journal-assertions.ts'
import { journalExportContract } from './journal-export.ts'
import { lintContract } from './lint.ts'
import { memberContract } from './refusals/members.ts'
import { matchContract } from './refusals/matches.ts'
import { mintContract } from './mint.ts'
import { outcomeContract } from './outcomes.ts'
import { orderContract } from './refusals/orders.ts'
import { pactContract } from './pact.ts'
import { reapplyContract } from './world/reapply.ts'
import { resetContract } from './reset.ts'
import { serviceContract } from './services.ts'
import { snapshotContract } from './snapshots.ts'
import { timeFormContract } from './time-forms.ts'
import { viewContract } from './views.ts'
import { shareMock, type OpenAdmin } from '../under-test.ts'

/**
 * What the admin interface does, however it is reached. Resets keep cursors and snapshots, so tests of these, and of
 * resets, have a mock each.
 */
export async function adminContract(t: Test, open: OpenAdmin): Promise<void> {
  await t.test('services and API tokens', (t) => serviceContract(t, shareMock(t, open)))
  await t.test('members of services', (t) => memberContract(t, shareMock(t, open)))
  await t.test('minting', (t) => mintContract(t, shareMock(t, open)))
  await t.test('minting for holders of a key', (t) => bindingContract(t, shareMock(t, open)))
  await t.test('views of tokens', (t) => viewContract(t, shareMock(t, open)))
  await t.test('clients', (t) => clientContract(t, shareMock(t, open)))
  await t.test('clocks', (t) => clockContract(t, shareMock(t, open)))
  await t.test('fixtures that are read again', (t) => reapplyContract(t, open))
  await t.test('forms of durations and times', (t) => timeFormContract(t, shareMock(t, open)))
  await t.test('the journal', (t) => journalContract(t, open))
  await t.test('assertions on the journal', (t) => journalAssertionContract(t, open))
  await t.test('matches that no call can meet', (t) => matchContract(t, shareMock(t, open)))
  await t.test('the journal as an archive', (t) => journalExportContract(t, open))
  await t.test('the lint of callers', (t) => lintContract(t, open))
  await t.test('explanations', (t) => explainContract(t, shareMock(t, open)))
  await t.test('resets', (t) => resetContract(t, open))
  await t.test('snapshots', (t) => snapshotContract(t, open))
  await t.test('faults', (t) => faultContract(t, shareMock(t, open)))
  await t.test('barriers', (t) => barrierContract(t, shareMock(t, open)))
  await t.test('arranged outcomes', (t) => outcomeContract(t, shareMock(t, open)))
  await t.test('provider states', (t) => pactContract(t, shareMock(t, open)))
  await t.test('orders that are refused', (t) => orderContract(t, shareMock(t, open)))
}
