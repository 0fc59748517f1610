import { OutcomeRequestSchema } from '../../schema/admin/outcomes.ts'
import type { CatalogueOutcome } from '../api/catalogue.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { suggest } from '../base/suggest.ts'
import { AdminError, invalidRequest } from './admin-error.ts'
import type { Admin } from './admin.ts'
import type { AdminTools, ServiceFinder } from './tools.ts'

type OutcomeMethods = Pick<Admin, 'listOutcomes' | 'arrangeOutcome'>

export function outcomeMethods(tools: AdminTools, findService: ServiceFinder): OutcomeMethods {
  const { outcomes, journal } = tools
  return {
    listOutcomes: async () => ({ outcomes: [...outcomes] }),
    arrangeOutcome: async (serviceId, reason, given = {}, baseUrl = tools.baseUrl()) => {
      const service = await findService(serviceId)
      const { api } = tools.readRequest(OutcomeRequestSchema, given)
      const arranged = await tools.arrangeOutcome(service, findOutcome(outcomes, reason, api))
      const request = { ...arranged.request, url: `${baseUrl}${arranged.request.url}` }
      return { ...arranged, request, cursor: journal.newestId(serviceId) }
    },
  }
}

/** The requested outcome: of the API that is named, or else of /gm, or else of the only API that has it. */
function findOutcome(
  outcomes: readonly CatalogueOutcome[],
  reason: string,
  api: string | undefined,
): CatalogueOutcome {
  const candidates = outcomes.filter((outcome) => outcome.reason === reason)
  if (api !== undefined) checkApi(outcomes, api)
  const named = candidates.find((outcome) => outcome.api === (api ?? 'gm'))
  if (named !== undefined) return named
  const [only, ...others] = candidates
  if (only === undefined) throw unknownOutcome(outcomes, reason)
  if (api !== undefined) throw outcomeElsewhere(api, reason, candidates)
  if (others.length > 0) throw ambiguousOutcome(reason, candidates)
  return only
}

function checkApi(outcomes: readonly Outcome[], api: string): void {
  const known = [...new Set(outcomes.map((outcome) => outcome.api))]
  if (known.includes(api)) return
  const message = `is not an API with outcomes.${suggest(api, known)} GET /_mock/outcomes lists them.`
  throw invalidRequest([{ path: '/api', message }])
}

function unknownOutcome(outcomes: readonly Outcome[], reason: string): AdminError {
  const known = outcomes.map((outcome) => outcome.reason)
  const message = `There is no outcome ${reason}.${suggest(reason, known)} GET /_mock/outcomes lists those that there are.`
  return new AdminError(404, 'outcome_unknown', message)
}

function outcomeElsewhere(api: string, reason: string, candidates: readonly Outcome[]): AdminError {
  const message = `${api} has no outcome ${reason}; these have it: ${listApis(candidates)}.`
  return new AdminError(404, 'outcome_unknown', message)
}

function ambiguousOutcome(reason: string, candidates: readonly Outcome[]): AdminError {
  const message = `Say by "api" which API is meant; these have ${reason}: ${listApis(candidates)}.`
  return new AdminError(400, 'api_needed', message)
}

function listApis(outcomes: readonly Outcome[]): string {
  return outcomes.map(({ api }) => api).join(', ')
}
