import { Overtaken } from '../../base/overtaken.ts'
import { checkInto, type Check, type Fail, type Verdict } from '../../base/verdict.ts'
import type { ApiCall } from './api-route.ts'

/** The input of a decision. `now` is the service's time in epoch milliseconds. */
export type DecisionCall<Request> = Pick<ApiCall<Request>, 'service' | 'now'> & { readonly body: Request }

/** A call and the facts found about it; the answer is written from them, whatever the outcome. */
export interface CallSoFar<Request, Facts> extends Omit<DecisionCall<Request>, 'body'> {
  readonly request: Request
  readonly facts: Partial<Facts>
}

/** A call while it is decided. */
export interface OpenCall<Request, Refusal extends string, Facts> extends CallSoFar<Request, Facts> {
  readonly check: Check<Refusal>
}

/** The result of a decision. An unexpected error is the outcome `crash`. */
export type Decision<Reason extends string, Facts> = Partial<Facts> & {
  readonly reason: Reason | 'crash'
  /** Fills the `{detail}` of the answer's text. */
  readonly detail?: string | undefined
  readonly trace: readonly Verdict[]
}

export interface ErrorReporter {
  /** Called with an unexpected error before it is answered as AUTHLETE_ERROR. */
  readonly onUnexpectedError: (error: unknown) => void
}

/** The end of a decision: the name of an outcome, or a refusal. */
export type Ending<Reason extends string> = Reason | Pick<Fail<Reason>, 'reason' | 'detail'>

/**
 * Makes the decision of an API out of its checks. It rejects with `Overtaken` alone, so that the call is decided again.
 */
export function defineDecision<
  Request,
  Tools extends ErrorReporter,
  Refusal extends string,
  Reason extends string,
  Facts extends object,
>(decide: (call: OpenCall<Request, Refusal, Facts>, tools: Tools) => Promise<Ending<Reason>>) {
  return async (
    { body: request, service, now }: DecisionCall<Request>,
    tools: Tools,
  ): Promise<Decision<Reason, Facts>> => {
    const trace: Verdict<Refusal>[] = []
    const facts: Partial<Facts> = {}
    const call = { request, service, now, facts, check: checkInto(trace) }
    try {
      const ending = await decide(call, tools)
      return typeof ending === 'string'
        ? { ...facts, reason: ending, trace }
        : { ...facts, reason: ending.reason, detail: ending.detail, trace }
    } catch (error) {
      if (error instanceof Overtaken) throw error
      tools.onUnexpectedError(error)
      return { ...facts, reason: 'crash', trace }
    }
  }
}
