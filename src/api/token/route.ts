import type { ApiRoute } from '../shared/api-route.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { tokenFailRoute } from './fail/route.ts'
import { tokenIssueRoute } from './issue/route.ts'
import { tokenRoute } from './request/route.ts'

/** Authlete's APIs for the token endpoint. */
export function tokenRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [tokenRoute(tools), tokenIssueRoute(tools), tokenFailRoute(tools)]
}
