/**
 * How we know a rule or an answer: `observed` on the real service and published, `documented` by Authlete
 * or by the standard that it cites, `inferred` from its neighbours, or `assumed` by us.
 */
export type Source = 'observed' | 'documented' | 'inferred' | 'assumed'

/** One rule of a standard or of Authlete, as the trace names it. */
export interface Rule {
  readonly check: string
  readonly clause: string
  readonly source: Source
}

/** What a check compared. Never holds a secret: a trace is shown to whoever may read the journal. */
export interface Evidence {
  readonly expected?: string
  readonly actual?: string
}

export interface Pass extends Rule, Evidence {
  readonly verdict: 'pass'
}

export interface Skip extends Rule {
  readonly verdict: 'skipped'
  readonly why: string
}

/** `detail` fills the `{detail}` of the answer's text; the reason picks the answer. */
export interface Fail<Reason extends string = string> extends Rule, Evidence {
  readonly verdict: 'fail'
  readonly reason: Reason
  readonly detail?: string
}

export type Verdict<Reason extends string = string> = Pass | Skip | Fail<Reason>

export function passed(rule: Rule, evidence: Evidence = {}): Pass {
  return { ...rule, verdict: 'pass', ...evidence }
}

export function skipped(rule: Rule, why: string): Skip {
  return { ...rule, verdict: 'skipped', why }
}

export function failed<Reason extends string>(
  rule: Rule,
  reason: Reason,
  evidence: Evidence & { readonly detail?: string } = {},
): Fail<Reason> {
  return { ...rule, verdict: 'fail', reason, ...evidence }
}

/** A pass or a failure with the same evidence, for rules that compare two values. */
export function judged<Reason extends string>(
  rule: Rule,
  holds: boolean,
  reason: Reason,
  evidence: Evidence & { readonly detail?: string } = {},
): Pass | Fail<Reason> {
  const { detail, ...compared } = evidence
  if (holds) return passed(rule, compared)
  return failed(rule, reason, detail === undefined ? compared : { ...compared, detail })
}

/** Cuts a value taken from a request to a length that a trace or a text can carry. */
export function excerpt(text: string, length = 200): string {
  return text.length <= length ? text : `${text.slice(0, length)}...`
}
