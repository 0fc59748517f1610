import { checkInto, type Check, type Verdict } from '../../base/verdict.ts'
import type { ApiRoute, OrganizationCall } from './api-route.ts'
import {
  writeAnswer,
  writeBareAnswer,
  type ApiAnswer,
  type BareRow,
  type OutcomeRow,
} from '../../outcome/outcome.ts'

/** The decision of an API for the management of services or clients; a failed check is one. */
export interface ManagementDecision<Reason extends string> {
  readonly reason: Reason
  /** Fills the `{detail}` of the row's text. */
  readonly detail?: string | undefined
  /** Fill the text's other placeholders. */
  readonly values?: Readonly<Record<string, string>>
  /** The members of the answer. */
  readonly members?: object
  /** A whole answer instead, with its own order of members. */
  readonly document?: Readonly<Record<string, unknown>>
  /** Whether the answer is indented. */
  readonly indented?: boolean
  /** The new place of what was requested. */
  readonly location?: string
}

type Rows<Reason extends string> = Readonly<Record<Reason, BareRow | OutcomeRow>>

/** An API without actions: every decision is answered by the HTTP status of its row. */
export function managementRoute<Call extends OrganizationCall, Reason extends string>(
  route: Omit<ApiRoute, 'answer'>,
  rows: Rows<Reason>,
  decide: (call: Call, check: Check<Reason>) => Promise<ManagementDecision<Reason>>,
) {
  const answer = async (call: Call): Promise<ApiAnswer> => {
    const trace: Verdict<Reason>[] = []
    const decision = await decide(call, checkInto(trace))
    return writeDecision(decision, rows, fillPath(route.path, call.params), trace)
  }
  return { ...route, answer }
}

function writeDecision<Reason extends string>(
  { reason, detail = '', values, members, document, indented = false, location }: ManagementDecision<Reason>,
  rows: Rows<Reason>,
  path: string,
  trace: readonly Verdict<Reason>[],
): ApiAnswer {
  const row = rows[reason]
  if ('resultCode' in row) {
    const filled = { path, detail, ...values }
    return writeAnswer(reason, row, { values: filled, ...(members && { members: { ...members } }), trace })
  }
  const bare = writeBareAnswer(reason, row, trace, members)
  return {
    ...bare,
    ...(document !== undefined && { body: document }),
    ...(location !== undefined && { location }),
    indented,
  }
}

/** The name of an API in Authlete's texts: its path without `/api` and the service. */
function fillPath(path: string, parameters: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => String(parameters[name]))
}
