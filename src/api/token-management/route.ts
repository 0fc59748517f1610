import type { ApiRoute } from '../shared/api-route.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { tokenCreateRoute } from './create/route.ts'
import { tokenListRoute } from './list/route.ts'
import { tokenDeleteRoute, tokenRevokeRoute } from './revoke/route.ts'
import { tokenUpdateRoute } from './update/route.ts'

/** Authlete's `/api/{serviceId}/auth/token/create`, `update`, `delete`, `revoke` and `get/list`. */
export function tokenManagementRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    tokenCreateRoute(tools),
    tokenUpdateRoute(tools),
    tokenDeleteRoute(tools),
    tokenRevokeRoute(tools),
    tokenListRoute(tools),
  ]
}
