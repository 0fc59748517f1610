import type { ApiRoute } from '../shared/api-route.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { userInfoIssueRoute } from './issue/route.ts'
import { userInfoRoute } from './process/route.ts'

/** Authlete's APIs for the userinfo endpoint. */
export function userInfoRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [userInfoRoute(tools), userInfoIssueRoute(tools)]
}
