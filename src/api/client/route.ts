import type { ApiRoute } from '../shared/api-route.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { applicationRoutes } from './applications/route.ts'
import { clientManagementRoutes } from './manage/route.ts'
import { grantedScopeRoutes, requestableScopeRoutes } from './scopes/route.ts'
import { secretRoutes } from './secrets/route.ts'

/** Authlete's APIs for the clients of a service. */
export function clientRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    ...clientManagementRoutes,
    ...secretRoutes,
    ...requestableScopeRoutes,
    ...applicationRoutes,
    ...grantedScopeRoutes,
  ].map((route) => route(tools))
}
