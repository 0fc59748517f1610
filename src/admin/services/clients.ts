import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'

type ClientMethods = Pick<Admin, 'deleteClient'>

export function clientMethods({ store }: AdminTools, findService: ServiceFinder): ClientMethods {
  return {
    deleteClient: async (serviceId, clientId) => {
      const { generation } = await findService(serviceId)
      if (await store.deleteClient(generation, Number(clientId))) return
      throw new AdminError(404, 'client_unknown', `Service ${serviceId} has no client ${clientId}.`)
    },
  }
}
