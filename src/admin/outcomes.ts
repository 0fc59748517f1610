import { OutcomeOrderSchema, type ArrangedOutcome } from '../../schema/admin-outcomes.ts'
import type { Service } from '../model/service.ts'
import type { CatalogueOutcome } from '../api/catalogue.ts'
import { AdminError } from './admin-error.ts'
import type { Admin, AdminTools, ServiceFinder } from './admin.ts'

type OutcomeMethods = Pick<Admin, 'listOutcomes' | 'arrangeOutcome'>

/** Arranges for one outcome of the catalogue. */
export type OutcomeArranger = (
  service: Service,
  outcome: CatalogueOutcome,
) => Promise<Omit<ArrangedOutcome, 'cursor'>>

export function outcomeMethods(tools: AdminTools, findService: ServiceFinder): OutcomeMethods {
  const { outcomes, journal } = tools
  return {
    listOutcomes: async () => ({ outcomes: [...outcomes] }),
    arrangeOutcome: async (serviceId, reason, order = {}, baseUrl = tools.baseUrl()) => {
      const service = await findService(serviceId)
      const { api } = tools.readOrder(OutcomeOrderSchema, order)
      const arranged = await tools.arrangeOutcome(service, findOutcome(outcomes, reason, api))
      const request = { ...arranged.request, url: `${baseUrl}${arranged.request.url}` }
      return { ...arranged, request, cursor: journal.newestId(serviceId) }
    },
  }
}

/** The outcome that is meant: of the API that is named, or else of /gm, or else of the only API that has it. */
function findOutcome(
  outcomes: readonly CatalogueOutcome[],
  reason: string,
  api: string | undefined,
): CatalogueOutcome {
  const candidates = outcomes.filter((outcome) => outcome.reason === reason)
  const named = candidates.find((outcome) => outcome.api === (api ?? 'gm'))
  const [only, ...others] = candidates
  const chosen = named ?? (api === undefined && others.length === 0 ? only : undefined)
  if (chosen !== undefined) return chosen
  throw candidates.length === 0 ? unknownOutcome(reason) : ambiguousOutcome(reason, candidates)
}

function unknownOutcome(reason: string): AdminError {
  const message = `There is no outcome ${reason}. GET /_mock/outcomes lists those that there are.`
  return new AdminError(404, 'outcome_unknown', message)
}

function ambiguousOutcome(reason: string, candidates: readonly CatalogueOutcome[]): AdminError {
  const apis = candidates.map(({ api }) => api).join(', ')
  return new AdminError(400, 'api_needed', `Say by "api" which API is meant; these have ${reason}: ${apis}.`)
}
