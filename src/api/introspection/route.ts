import type { ApiRoute } from '../shared/api-route.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { introspectionRoute } from './process/route.ts'
import { standardIntrospectionRoute } from './standard/route.ts'

/** Authlete's APIs for the introspection endpoint. */
export function introspectionRoutes(tools: ApiTools): readonly ApiRoute[] {
  return [introspectionRoute(tools), standardIntrospectionRoute(tools)]
}
