import type { ApiRoute } from '../shared/api-route.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { serviceManagementRoutes } from './manage/route.ts'
import { publicationRoutes } from './publish/route.ts'

/** Authlete's APIs for one service. */
export function serviceRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [...serviceManagementRoutes(tools), ...publicationRoutes()]
}
