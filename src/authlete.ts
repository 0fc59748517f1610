import { gmOutcomes } from './api/gm/outcomes.ts'
import { gmRoute, type GmAnswerer } from './api/gm/route.ts'
import { serviceOutcomes } from './api/service/outcomes.ts'
import { organizationRoutes, serviceRoutes } from './api/service/route.ts'
import { clientOutcomes } from './api/client/outcomes.ts'
import { clientRoutes } from './api/client/route.ts'
import { authorizationOutcomes } from './api/authorization/outcomes.ts'
import { authorizationRoutes } from './api/authorization/route.ts'
import { tokenOutcomes } from './api/token/outcomes.ts'
import { tokenRoutes } from './api/token/route.ts'
import { tokenFailOutcomes, tokenIssueOutcomes } from './api/token/ticket-outcomes.ts'
import {
  tokenCreateOutcomes,
  tokenDeleteOutcomes,
  tokenListOutcomes,
  tokenRevokeOutcomes,
  tokenUpdateOutcomes,
} from './api/token-management/outcomes.ts'
import { tokenManagementRoutes } from './api/token-management/route.ts'
import { introspectionOutcomes, standardIntrospectionOutcomes } from './api/introspection/outcomes.ts'
import { introspectionRoutes } from './api/introspection/route.ts'
import { revocationOutcomes } from './api/revocation/outcomes.ts'
import { revocationRoutes } from './api/revocation/route.ts'
import { userInfoIssueOutcomes, userInfoOutcomes } from './api/userinfo/outcomes.ts'
import { userInfoRoutes } from './api/userinfo/route.ts'
import type { ApiTools } from './decision/api-tools.ts'
import type { AuthleteApis } from './http/authlete-apis.ts'
import { nameApi } from './outcome/api-route.ts'
import { frontDoorOutcomes } from './outcome/front-door.ts'
import { listOutcomes } from './outcome/outcome.ts'

/** Authlete's APIs, as far as the mock has them. */
export function listApis(tools: ApiTools, answerGm: GmAnswerer): AuthleteApis {
  return {
    ofService: [
      gmRoute(answerGm),
      ...serviceRoutes(tools),
      ...clientRoutes(tools),
      ...authorizationRoutes(tools),
      ...tokenRoutes(tools),
      ...tokenManagementRoutes(tools),
      ...introspectionRoutes(tools),
      ...revocationRoutes(tools),
      ...userInfoRoutes(tools),
    ],
    ofOrganization: organizationRoutes(tools),
  }
}

/** The APIs of a service, as the contract writes their paths: `gm`, `client/get/{clientId}`. */
export function nameApis({ ofService }: AuthleteApis): readonly string[] {
  return [...new Set(ofService.map(({ path }) => nameApi(path)))]
}

/** The members that a body of each API can have, by the path of the API as the contract writes it. */
export function listBodyMembers(apis: AuthleteApis): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...apis.ofService, ...apis.ofOrganization].map(({ path, body }) => [
      nameApi(path),
      Object.keys((body?.['properties'] as object | undefined) ?? {}),
    ]),
  )
}

/** Every answer that the mock can give, of the front door and of each API. */
export const catalogue = [
  ...listOutcomes('front-door', frontDoorOutcomes),
  ...listOutcomes('gm', gmOutcomes),
  ...listOutcomes('service', serviceOutcomes),
  ...listOutcomes('client', clientOutcomes),
  ...listOutcomes('authorization', authorizationOutcomes),
  ...listOutcomes('token', tokenOutcomes),
  ...listOutcomes('token/issue', tokenIssueOutcomes),
  ...listOutcomes('token/fail', tokenFailOutcomes),
  ...listOutcomes('token/create', tokenCreateOutcomes),
  ...listOutcomes('token/update', tokenUpdateOutcomes),
  ...listOutcomes('token/delete', tokenDeleteOutcomes),
  ...listOutcomes('token/revoke', tokenRevokeOutcomes),
  ...listOutcomes('token/get/list', tokenListOutcomes),
  ...listOutcomes('introspection', introspectionOutcomes),
  ...listOutcomes('introspection/standard', standardIntrospectionOutcomes),
  ...listOutcomes('revocation', revocationOutcomes),
  ...listOutcomes('userinfo', userInfoOutcomes),
  ...listOutcomes('userinfo/issue', userInfoIssueOutcomes),
]
