import type { Log } from '../../base/log.ts'
import {
  findFailure,
  readAsked,
  writeCallLine,
  writePlainly,
  type DescribedCall,
  type Failure,
} from '../../journal/call-line.ts'
import { ofNoService } from '../../journal/journal.ts'
import type { AnsweredCall } from '../../journal/kept-call.ts'

/** Writes the line of a call to a service, or to none. */
export type CallLog = (call: LoggedCall) => void

export interface LoggedCall {
  readonly serviceId: string
  readonly call: AnsweredCall
  /** The body as the API read it. */
  readonly body?: unknown
  /** For a call that reached no service: what is there instead. */
  readonly advice?: string | undefined
}

/** Undefined if the level of the log lets through no such line. */
export function createCallLog(log: Log): CallLog | undefined {
  const { logger, isColoured, writeCall } = log
  if (!logger.isLevelEnabled('warn')) return undefined
  return ({ serviceId, call, body, advice }) => {
    const level = advice === undefined ? 'info' : 'warn'
    if (!logger.isLevelEnabled(level)) return
    const described = describeCall(call, body)
    const { durationMs } = call
    const isTold = advice === undefined || advice === '' || advice === described.failed?.detail
    writeCall(
      level,
      () => ({
        ...(serviceId !== ofNoService && { serviceId }),
        ...described,
        failed: described.failed && writeFailure(described.failed),
        durationMs,
        advice: plain(advice),
      }),
      () =>
        `${writeCallLine(serviceId, described, isColoured)}${isTold ? '' : `\n      ${writePlainly(advice)}`}`,
    )
  }
}

/** JSON escapes only some of what steers a terminal. */
function writeFailure({ expected, actual, detail, ...rule }: Failure): Failure {
  return { ...rule, expected: plain(expected), actual: plain(actual), detail: plain(detail) }
}

function plain(text: string | undefined): string | undefined {
  return text === undefined ? undefined : writePlainly(text)
}

function describeCall(call: AnsweredCall, body: unknown): DescribedCall {
  const { api, status, action, resultCode, reason, trace } = call
  return {
    api,
    asked: readAsked(body),
    status,
    action,
    resultCode,
    reason,
    failed: findFailure(trace, { api, body }),
  }
}
