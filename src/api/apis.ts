import { gmRoute } from './gm/route.ts'
import { organizationRoutes } from './service/manage/route.ts'
import { serviceRoutes } from './service/route.ts'
import { clientRoutes } from './client/route.ts'
import { authorizationRoutes } from './authorization/route.ts'
import { tokenRoutes } from './token/route.ts'
import { tokenManagementRoutes } from './token-management/route.ts'
import { introspectionRoutes } from './introspection/route.ts'
import { revocationRoutes } from './revocation/route.ts'
import { userInfoRoutes } from './userinfo/route.ts'
import { joseRoutes } from './jose/route.ts'
import type { ApiTools } from './shared/api-tools.ts'
import type { AuthleteApis } from './shared/api-route.ts'
import { apiNameOf, type ApiRoute } from './shared/api-route.ts'

/** The APIs of Authlete that the mock has. */
export function listApis(tools: ApiTools): AuthleteApis {
  return {
    ofService: listServiceApis(tools),
    ofOrganization: organizationRoutes(tools),
  }
}

function listServiceApis(tools: ApiTools): readonly ApiRoute[] {
  return [
    gmRoute(tools),
    ...serviceRoutes(tools),
    ...clientRoutes(tools),
    ...authorizationRoutes(tools),
    ...tokenRoutes(tools),
    ...tokenManagementRoutes(tools),
    ...introspectionRoutes(tools),
    ...revocationRoutes(tools),
    ...userInfoRoutes(tools),
    ...joseRoutes(tools),
  ]
}

/** The APIs of a service, by their paths in the contract: `gm`, `client/get/{clientId}`. */
export function listApiNames({ ofService }: AuthleteApis): readonly string[] {
  return [...new Set(ofService.map(({ path }) => apiNameOf(path)))]
}

/** The members that a body of each API can have, by the API's path in the contract. */
export function listBodyMembers(apis: AuthleteApis): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...apis.ofService, ...apis.ofOrganization].map(({ path, body }) => [
      apiNameOf(path),
      Object.keys((body?.['properties'] as object | undefined) ?? {}),
    ]),
  )
}
