import { frontDoorOutcomes } from '../outcome/front-door.ts'
import { listOutcomes, type Outcome } from '../outcome/outcome.ts'
import { gmOutcomes } from './gm/outcomes.ts'
import { serviceOutcomes } from './service/outcomes.ts'
import { clientOutcomes } from './client/outcomes.ts'
import { authorizationOutcomes } from './authorization/outcomes.ts'
import { tokenOutcomes } from './token/request/outcomes.ts'
import { tokenIssueOutcomes } from './token/issue/outcomes.ts'
import { tokenFailOutcomes } from './token/fail/outcomes.ts'
import { tokenCreateOutcomes } from './token-management/create/outcomes.ts'
import { tokenListOutcomes } from './token-management/list/outcomes.ts'
import { tokenDeleteOutcomes, tokenRevokeOutcomes } from './token-management/revoke/outcomes.ts'
import { tokenUpdateOutcomes } from './token-management/update/outcomes.ts'
import { introspectionOutcomes } from './introspection/process/outcomes.ts'
import { standardIntrospectionOutcomes } from './introspection/standard/outcomes.ts'
import { revocationOutcomes } from './revocation/outcomes.ts'
import { userInfoOutcomes } from './userinfo/process/outcomes.ts'
import { userInfoIssueOutcomes } from './userinfo/issue/outcomes.ts'
import { joseOutcomes } from './jose/outcomes.ts'

const rows = {
  'front-door': frontDoorOutcomes,
  gm: gmOutcomes,
  service: serviceOutcomes,
  client: clientOutcomes,
  authorization: authorizationOutcomes,
  token: tokenOutcomes,
  'token/issue': tokenIssueOutcomes,
  'token/fail': tokenFailOutcomes,
  'token/create': tokenCreateOutcomes,
  'token/update': tokenUpdateOutcomes,
  'token/delete': tokenDeleteOutcomes,
  'token/revoke': tokenRevokeOutcomes,
  'token/get/list': tokenListOutcomes,
  introspection: introspectionOutcomes,
  'introspection/standard': standardIntrospectionOutcomes,
  revocation: revocationOutcomes,
  userinfo: userInfoOutcomes,
  'userinfo/issue': userInfoIssueOutcomes,
  'jose/verify': joseOutcomes,
}

export type CatalogueApi = keyof typeof rows

/** The reasons of an API. */
export type ReasonOf<Api extends CatalogueApi> = keyof (typeof rows)[Api]

/** An outcome of one of these APIs. */
export type OutcomeOf<Api extends CatalogueApi> = {
  [Each in Api]: Outcome & { readonly api: Each; readonly reason: ReasonOf<Each> }
}[Api]

export type CatalogueOutcome = OutcomeOf<CatalogueApi>

/** Every answer that the mock can give, of the front door and of each API. */
export const catalogue = Object.entries(rows).flatMap(([api, ofApi]) =>
  listOutcomes(api, ofApi),
) as readonly CatalogueOutcome[]
