import type { ApiTools } from '../../decision/api-tools.ts'
import type { ApiRoute } from '../../outcome/api-route.ts'

export function introspectionRoutes(_tools: ApiTools): readonly ApiRoute[] {
  return []
}
