import type { CreatedService } from '../../../schema/admin/views.ts'
import { describeService } from '../../admin/services/describe-service.ts'
import type { Mock } from '../../app.ts'
import { listeningUrl } from '../../http/listening.ts'
import { CommandError, usageError } from '../command-error.ts'
import type { Call } from '../subcommand.ts'

/** A service of the fixtures with its token in clear, which a reset keeps; else with a new one. */
export async function chooseService(mock: Mock, call: Call): Promise<CreatedService> {
  const { admin, app, world } = mock
  const id = findServiceId(mock, call)
  if (id === undefined) return admin.createService()
  const known = world.services.find((service) => service.serviceId === id)?.apiToken
  const apiToken = known ?? (await admin.createApiToken({ serviceId: id, rights: ['ADMIN'] })).apiToken
  return describeService(id, apiToken, listeningUrl(app))
}

/** The service that is named, else the only one of fixtures that are given; undefined for a new one. */
function findServiceId({ world: { services } }: Mock, { options, config }: Call): string | undefined {
  if (options['serviceId'] !== undefined) return String(options['serviceId'])
  if (config.fixtures === undefined && config.fixturesInline === undefined) return undefined
  const known = services.map(({ serviceId }) => serviceId)
  if (known.length <= 1) return known[0]
  throw new CommandError(
    `the fixtures have ${known.length} services; choose one by --service-id: ${known.join(', ')}`,
    usageError,
  )
}
