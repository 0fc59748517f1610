import type { ApiTools } from '../shared/api-tools.ts'
import type { ApiRoute } from '../shared/api-route.ts'
import { applicationRoutes } from './application-routes.ts'
import { grantedScopeRoutes } from './granted-scope-routes.ts'
import { ownRoutes } from './own-routes.ts'
import { secretRoutes } from './secret-routes.ts'

/** Authlete's APIs for the clients of a service. */
export function clientRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [...ownRoutes, ...secretRoutes, ...applicationRoutes, ...grantedScopeRoutes].map((route) =>
    route(tools),
  )
}
