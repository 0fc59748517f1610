import type { ApiTools } from '../shared/api-tools.ts'
import type { ApiCall, ApiRoute } from '../shared/api-route.ts'
import { managementRoute } from '../shared/management-route.ts'
import type { ClientCheck, ClientDecision } from './locate-client.ts'
import { clientOutcomes, type ClientReason } from './outcomes.ts'

type ClientOperation<Body> = (
  call: ApiCall<Body>,
  tools: ApiTools,
  check: ClientCheck,
) => Promise<ClientDecision>

/** One of Authlete's APIs for clients, made with its dependencies. */
export function clientRoute<Body>(
  route: Omit<ApiRoute, 'answer' | 'answerHead' | 'tag'>,
  decide: ClientOperation<Body>,
  decideHead?: ClientOperation<Body>,
) {
  return (tools: ApiTools): ApiRoute => {
    const routeOf = (decision: ClientOperation<Body>) =>
      managementRoute<ApiCall<Body>, ClientReason>(
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
