import type { Reapplication } from '../../../schema/admin/views.ts'
import { writeCanonically } from '../../base/json.ts'
import { instantiateApiTokens } from '../../fixtures/baseline.ts'
import type { DeclaredWorld } from '../../fixtures/declare-world.ts'
import type { ReappliedService } from '../../fixtures/fixture-source.ts'
import { FixturesError } from '../../fixtures/fixtures-error.ts'
import { seedServices } from '../../fixtures/seed.ts'
import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import { forgetCalls } from '../forget-calls.ts'
import type { AdminTools } from '../tools.ts'

/** One after the other, so that the last one to read the fixtures is the last one to apply them. */
export function reapplyMethods(tools: AdminTools): Pick<Admin, 'reapplyFixtures'> {
  const turn: { last: Promise<unknown> } = { last: Promise.resolve() }
  return {
    reapplyFixtures: () => {
      const mine = turn.last.then(() => reapply(tools))
      turn.last = mine.catch(() => undefined)
      return mine
    },
  }
}

async function reapply(tools: AdminTools): Promise<Reapplication> {
  const { store, random, systemClock, fixtures } = tools
  const world = await fixtures.read().catch(refuse)
  const systemNow = systemClock()
  if (writeCanonically(fixtures.organizationTokens()) !== writeCanonically(world.organizationTokens)) {
    await store.replaceOrganizationTokens(instantiateApiTokens(world.organizationTokens, systemNow))
  }
  const seeded = await seedServices(world, { store, random, systemNow }, true)
  for (const { serviceId, fixture } of seeded) {
    if (fixture === 'changed') await forgetCalls(tools, serviceId)
  }
  const services = [...seeded, ...(await listRemoved(world, tools))]
  fixtures.accept(world, services)
  return { services }
}

/** Services of earlier fixtures that these do not have. */
async function listRemoved(
  world: DeclaredWorld,
  { store }: AdminTools,
): Promise<readonly ReappliedService[]> {
  const declared = new Set(world.services.map(({ serviceId }) => serviceId))
  const present = await store.listServices()
  return present
    .filter(({ serviceId, origin }) => origin === 'fixture' && !declared.has(serviceId))
    .map(({ serviceId }) => ({ serviceId, fixture: 'removed' }))
}

/** Fixtures that cannot be used change nothing. */
function refuse(error: unknown): never {
  if (!(error instanceof FixturesError)) throw error
  throw new AdminError(400, 'fixtures_unusable', error.message, error.problems)
}
