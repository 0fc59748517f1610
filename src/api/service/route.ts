import type { ApiTools } from '../../decision/api-tools.ts'
import type { ApiRoute, OrganizationRoute } from '../../outcome/api-route.ts'

export function serviceRoutes(_tools: ApiTools): readonly ApiRoute[] {
  return []
}

export function organizationRoutes(_tools: ApiTools): readonly OrganizationRoute[] {
  return []
}
