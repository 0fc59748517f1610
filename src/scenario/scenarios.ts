import { clientScenarios } from './client.ts'
import { frontDoorScenarios } from './front-door.ts'
import { gmScenarios } from './gm.ts'
import { introspectionScenarios, standardIntrospectionScenarios } from './introspection.ts'
import { revocationScenarios } from './revocation.ts'
import type { Scenario } from './scenario.ts'
import { serviceScenarios } from './service.ts'
import { userInfoIssueScenarios, userInfoScenarios } from './userinfo.ts'

/** For every API of the catalogue, and every reason that it has, how to arrange that outcome. */
export const scenarios: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = {
  'front-door': frontDoorScenarios,
  gm: gmScenarios,
  service: serviceScenarios,
  client: clientScenarios,
  introspection: introspectionScenarios,
  'introspection/standard': standardIntrospectionScenarios,
  userinfo: userInfoScenarios,
  'userinfo/issue': userInfoIssueScenarios,
  revocation: revocationScenarios,
}
