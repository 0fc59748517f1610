import type { Reapplication } from '../../../schema/admin/views.ts'
import { connectAdmin } from '../../admin/doors/http-client.ts'
import { connectionEnvironment, connectionOptions, readConnection } from '../connection.ts'
import { showWaiting } from '../progress/waiting.ts'
import type { Call, Subcommand } from '../subcommand.ts'

export const subcommand: Subcommand = {
  description:
    'Has a running mock read its fixtures again. It creates the services that are new in them, and resets those whose fixture has changed: what such a service has since is lost, its calls included; snapshots stay. Services that are no longer in the fixtures stay until they are deleted. Fixtures with problems change nothing, and each problem is printed with its line.',
  options: connectionOptions,
  environment: connectionEnvironment,
  examples: [
    ['gm-mock reapply', 'after the fixtures file of the mock on this machine was edited'],
    ['gm-mock --fixtures fixtures.yaml --watch', 'a mock that does it by itself'],
  ],
  run: reapply,
}

async function reapply(call: Call): Promise<void> {
  const connection = readConnection(call)
  const { services } = await showWaiting(call.terminal, connection.baseUrl, async () =>
    connectAdmin(connection).reapplyFixtures(),
  )
  for (const { serviceId, fixture } of services) {
    call.terminal.print(`service ${serviceId}: ${results[fixture]}\n`)
  }
  if (services.length === 0) call.terminal.print('The fixtures have no services.\n')
}

const results: Readonly<Record<Reapplication['services'][number]['fixture'], string>> = {
  new: 'new, created',
  changed: 'changed, reset to its fixture',
  unchanged: 'unchanged, left as it is',
  removed: 'no longer in the fixtures, left as it is',
}
