import type { CatalogueApi, OutcomeOf, ReasonOf } from '../api/catalogue.ts'
import { authorizationScenarios } from './authorization/authorization.ts'
import { clientScenarios } from './client.ts'
import { frontDoorScenarios } from './front-door.ts'
import { joseScenarios } from './jose.ts'
import { gmScenarios } from './protected-resource/gm.ts'
import { introspectionScenarios, standardIntrospectionScenarios } from './protected-resource/introspection.ts'
import { revocationScenarios } from './protected-resource/revocation.ts'
import type { Scenario } from './shared/scenario.ts'
import { serviceScenarios } from './service.ts'
import { userInfoIssueScenarios, userInfoScenarios } from './protected-resource/userinfo.ts'
import {
  tokenCreateScenarios,
  tokenDeleteScenarios,
  tokenListScenarios,
  tokenRevokeScenarios,
  tokenUpdateScenarios,
} from './token/token-management.ts'
import { tokenFailScenarios, tokenIssueScenarios } from './token/owner.ts'
import { tokenScenarios } from './token/token.ts'

type Scenarios = { readonly [Api in CatalogueApi]: Readonly<Record<ReasonOf<Api>, Scenario>> }

/** A scenario for every API of the catalogue and every reason that it has. */
const scenarios: Scenarios = {
  'front-door': frontDoorScenarios,
  gm: gmScenarios,
  service: serviceScenarios,
  client: clientScenarios,
  authorization: authorizationScenarios,
  introspection: introspectionScenarios,
  'introspection/standard': standardIntrospectionScenarios,
  userinfo: userInfoScenarios,
  'userinfo/issue': userInfoIssueScenarios,
  token: tokenScenarios,
  'token/issue': tokenIssueScenarios,
  'token/fail': tokenFailScenarios,
  'token/create': tokenCreateScenarios,
  'token/update': tokenUpdateScenarios,
  'token/delete': tokenDeleteScenarios,
  'token/revoke': tokenRevokeScenarios,
  'token/get/list': tokenListScenarios,
  revocation: revocationScenarios,
  'jose/verify': joseScenarios,
}

/** The scenario of an outcome. */
export function findScenario<Api extends CatalogueApi>({ api, reason }: OutcomeOf<Api>): Scenario {
  return scenarios[api][reason]
}
