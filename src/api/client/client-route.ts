import type { ApiTools } from '../shared/api-tools.ts'
import type { ApiCall, ApiRoute } from '../shared/api-route.ts'
import { managementRoute } from '../shared/management-route.ts'
import type { ClientCheck, ClientRuling } from './locate-client.ts'
import { clientOutcomes, type ClientReason } from './outcomes.ts'

export type ClientDecision = (call: ApiCall, tools: ApiTools, check: ClientCheck) => Promise<ClientRuling>

/** One of Authlete's APIs for clients, for the tools that it is to work with. */
export function clientRoute(
  route: Omit<ApiRoute, 'answer' | 'answerHead' | 'tag'>,
  decide: ClientDecision,
  decideHead?: ClientDecision,
) {
  return (tools: ApiTools): ApiRoute => {
    const routeOf = (decision: ClientDecision) =>
      managementRoute<ApiCall, ClientReason>(
        { ...route, tag: 'Client Management' },
        clientOutcomes,
        async (call, check) => decision(call, tools, check),
      )
    return {
      ...routeOf(decide),
      ...(decideHead !== undefined && { answerHead: routeOf(decideHead).answer }),
    }
  }
}
