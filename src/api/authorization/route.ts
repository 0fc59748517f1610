import type { ApiRoute } from '../shared/api-route.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { authorizationFailRoute } from './fail/route.ts'
import { authorizationIssueRoute } from './issue/route.ts'
import { pushedRequestRoute } from './pushed/route.ts'
import { authorizationRoute } from './request/route.ts'
import { ticketRoutes } from './ticket/route.ts'

/** Authlete's APIs for the authorization endpoint, and for pushed authorization requests. */
export function authorizationRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [
    authorizationRoute(tools),
    authorizationIssueRoute(tools),
    authorizationFailRoute(tools),
    ...ticketRoutes(tools),
    pushedRequestRoute(tools),
  ]
}
