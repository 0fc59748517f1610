import type { AuthorizationReason } from '../../api/authorization/outcomes.ts'
import { requestScenarios } from './requests.ts'
import { authorization, requestParameters } from './request.ts'
import { failScenarios, issueScenarios, ticketInfoScenarios } from './tickets.ts'
import { pushedScenarios } from './pushed-requests.ts'
import {
  requestObjectClaimScenarios,
  requestObjectScenarios,
  requestReferenceScenarios,
} from './request-objects.ts'
import type { Scenario } from '../shared/scenario.ts'

/** Scenarios of the APIs for authorization requests. */
export const authorizationScenarios: Readonly<Record<AuthorizationReason, Scenario>> = {
  crash: async (context) => {
    const client = await context.makeClient()
    context.failStorage('auth/authorization')
    return authorization(requestParameters(client))
  },
  ...requestScenarios,
  ...requestReferenceScenarios,
  ...requestObjectScenarios,
  ...requestObjectClaimScenarios,
  ...issueScenarios,
  ...failScenarios,
  ...ticketInfoScenarios,
  ...pushedScenarios,
}
