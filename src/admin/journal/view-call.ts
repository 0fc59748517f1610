import type { ExplanationView, ListedCall } from '../../../schema/admin/views.ts'
import { findFailure } from '../../journal/call-line.ts'
import { isJsonObject } from '../../base/json.ts'
import { explainTrace, type ComparingCall } from '../../journal/expected-from.ts'
import type { JournalEntry } from '../../journal/journal.ts'
import { createLinter } from '../../lint/linter.ts'
import type { Flag } from '../../lint/rule.ts'
import { decodeProof } from '../../oauth/dpop/decode-proof.ts'
import { describeCertificate } from '../../oauth/x509/describe-certificate.ts'
import type { Verdict } from '../../base/verdict.ts'
import type { AdminTools } from '../tools.ts'

/** A call of the journal with the linter's flags. */
export interface LintedEntry extends JournalEntry {
  readonly lint: readonly Flag[]
}

type JournalTools = Pick<AdminTools, 'journal' | 'bodyMembers'>

/** Searching for earlier calls is quicker than reading them all only for so many calls. */
const fewCalls = 10

/** The calls of a service after a cursor, oldest first, each linted with knowledge of all those before it. */
export function withLint(
  { journal, bodyMembers }: JournalTools,
  serviceId: string,
  after = '0',
): readonly LintedEntry[] {
  const isFew = Number(journal.newestId(serviceId)) - Number(after) <= fewCalls
  const lint = isFew
    ? createLinter(bodyMembers, (texts) => journal.search(serviceId, after, texts))
    : createLinter(bodyMembers)
  const linted = journal
    .list(serviceId, isFew ? after : '0')
    .map((entry) => ({ ...entry, lint: lint(entry) }))
  return linted.filter((call) => isAfter(call, after))
}

/** One call with its flags, which depend on earlier calls; undefined if the journal no longer has it. */
export function lintCall(
  { journal, bodyMembers }: JournalTools,
  serviceId: string,
  id: string,
): LintedEntry | undefined {
  const entry = journal.find(serviceId, id)
  const earlier = String(Number(id) - 1)
  const lint = createLinter(bodyMembers, (texts) => journal.search(serviceId, earlier, texts))
  return entry && { ...entry, lint: lint(entry) }
}

/** Whether a call came after a cursor. */
export function isAfter({ id }: Pick<JournalEntry, 'id'>, cursor: string): boolean {
  return Number(id) > Number(cursor)
}

/** Calls, and where the list ends if there are older ones. */
export interface CallPart<Call> {
  readonly calls: readonly Call[]
  readonly older: { readonly older?: string }
}

/** The newest of calls, which are listed oldest first. */
export function takeNewest<Call>(
  calls: readonly Call[],
  limit: number | undefined,
  placeOf: (call: Call) => string,
): CallPart<Call> {
  if (limit === undefined || calls.length <= limit) return { calls, older: {} }
  const taken = calls.slice(-limit)
  return { calls: taken, older: { older: placeOf(taken[0] as Call) } }
}

/** A call in a list, with the check that refused it in place of all. */
export function listCall({ trace, lint, at, ...entry }: LintedEntry): ListedCall {
  const failed = findFailure(trace, { api: entry.api, body: entry.request.body })
  return {
    ...entry,
    at,
    time: new Date(at).toISOString(),
    lint: [...lint],
    ...(failed !== undefined && { failed: JSON.parse(JSON.stringify(failed)) as ListedCall['failed'] }),
  } as ListedCall
}

/** What explains a call: its trace with where expected values are from, and what it presented. */
export function viewTrace(
  trace: readonly Verdict[],
  call: ComparingCall,
): Pick<ExplanationView, 'trace' | 'presented'> {
  const presented = describePresented(call.body)
  const view = { trace: explainTrace(trace, call), ...(presented !== undefined && { presented }) }
  return JSON.parse(JSON.stringify(view)) as Pick<ExplanationView, 'trace' | 'presented'>
}

/** The proof and the certificate of a body; the journal has both in full already. */
function describePresented(body: unknown) {
  const { dpop, clientCertificate } = isJsonObject(body) ? body : {}
  const presented = {
    ...(isGiven(dpop) && { proof: decodeProof(dpop) }),
    ...(isGiven(clientCertificate) && { certificate: describeCertificate(clientCertificate) }),
  }
  return Object.keys(presented).length === 0 ? undefined : presented
}

function isGiven(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
