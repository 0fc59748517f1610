/**
 * How we know a rule or an answer: `observed` on the real service and published, `documented` by Authlete or by the
 * standard that it cites, `inferred` from similar ones, or `assumed` by us.
 */
export type Source = 'observed' | 'documented' | 'inferred' | 'assumed'

/** One rule of a standard or of Authlete, as the trace names it. */
export interface Rule {
  readonly check: string
  readonly clause: string
  readonly source: Source
}

/** What a check compared. Never contains a secret: everyone who may read the journal sees the trace. */
interface Evidence {
  readonly expected?: string | undefined
  readonly actual?: string | undefined
}

export interface Pass extends Rule, Evidence {
  readonly verdict: 'pass'
  readonly value?: never
}

/** A pass that carries what the check found. The value is for the decision and never enters the trace. */
interface Found<Value> extends Rule, Evidence {
  readonly verdict: 'pass'
  readonly value: Value
}

export interface Skip extends Rule, Evidence {
  readonly verdict: 'skipped'
  readonly why: string
}

/** `detail` fills the `{detail}` of the answer's text; the reason selects the answer. */
export interface Fail<Reason extends string = string> extends Rule, Evidence {
  readonly verdict: 'fail'
  readonly reason: Reason
  readonly detail?: string | undefined
}

export type Verdict<Reason extends string = string> = Pass | Skip | Fail<Reason>

/** The verdict of a check that looks for something. */
export type Finding<Reason extends string, Value> = Fail<Reason> | Found<Value>

type DetailedEvidence = Evidence & { readonly detail?: string | undefined }

const noEvidence: DetailedEvidence = {}

// Every call makes some thirty verdicts, so members are written out: spreading costs thirty times as much.

export function passed({ check, clause, source }: Rule, { expected, actual }: Evidence = noEvidence): Pass {
  return { check, clause, source, verdict: 'pass', expected, actual }
}

export function skipped({ check, clause, source }: Rule, why: string, evidence?: Evidence): Skip {
  if (evidence === undefined) return { check, clause, source, verdict: 'skipped', why }
  const { expected, actual } = evidence
  return { check, clause, source, verdict: 'skipped', why, expected, actual }
}

export function failed<Reason extends string>(
  { check, clause, source }: Rule,
  reason: Reason,
  { expected, actual, detail }: DetailedEvidence = noEvidence,
): Fail<Reason> {
  return { check, clause, source, verdict: 'fail', reason, expected, actual, detail }
}

/** A pass or a failure with the same evidence, for rules that compare two values. */
export function verdict<Reason extends string>(
  rule: Rule,
  ok: boolean,
  reason: Reason,
  evidence: DetailedEvidence = noEvidence,
): Pass | Fail<Reason> {
  return ok ? passed(rule, evidence) : failed(rule, reason, evidence)
}

/** A pass that carries what the check found. */
export function passedWith<Value>(
  { check, clause, source }: Rule,
  value: Value,
  { expected, actual }: Evidence = noEvidence,
): Found<Value> {
  return { check, clause, source, verdict: 'pass', expected, actual, value }
}

/** A pass with what was found, or a failure where it is undefined. */
export function found<Reason extends string, Value>(
  rule: Rule,
  value: Value | undefined,
  reason: Reason,
  evidence: DetailedEvidence = noEvidence,
): Finding<Reason, Value> {
  return value === undefined ? failed(rule, reason, evidence) : passedWith(rule, value, evidence)
}

/** What a check found, or why it refuses. */
export type Result<Reason extends string, Value> =
  | { readonly value: Value; readonly refusal?: never }
  | { readonly refusal: Fail<Reason>; readonly value?: never }

/** Enters verdicts into a trace. */
export interface Check<Reason extends string> {
  /** Returns a failure, so that checks read as a list joined by `??`. */
  <Own extends Reason>(verdict: Fail<Own>): Fail<Own>
  <Own extends Reason>(verdict: Verdict<Own>): Fail<Own> | undefined
  /** Returns what the check found, or its failure. */
  find<Own extends Reason, Value>(finding: Finding<Own, Value>): Result<Own, Value>
}

export function checkInto<Reason extends string>(trace: Verdict<Reason>[]): Check<Reason> {
  function check<Own extends Reason>(verdict: Fail<Own>): Fail<Own>
  function check<Own extends Reason>(verdict: Verdict<Own>): Fail<Own> | undefined
  function check<Own extends Reason>(result: Verdict<Own>): Fail<Own> | undefined {
    trace.push(result)
    return result.verdict === 'fail' ? result : undefined
  }
  check.find = <Own extends Reason, Value>(finding: Finding<Own, Value>): Result<Own, Value> => {
    if (finding.verdict === 'fail') return { refusal: check(finding) }
    trace.push(passed(finding, finding))
    return { value: finding.value }
  }
  return check
}

/** Cuts a value from a request to a length that suits a trace or a text. */
export function excerpt(text: string, length = 200): string {
  return text.length <= length ? text : `${text.slice(0, length)}...`
}

/** A member of a token or a request as a trace shows it: text as it is, everything else as JSON. */
export function show(value: unknown): string {
  return excerpt(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none'))
}
