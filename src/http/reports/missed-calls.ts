import type { IncomingHttpHeaders } from 'node:http'
import type { SystemClock } from '../../base/clock.ts'
import { failed, type Rule } from '../../base/verdict.ts'
import { pathCheck } from '../../journal/call-line.ts'
import { ofNoService, type Journal } from '../../journal/journal.ts'
import { frontDoorOutcomes } from '../../outcome/front-door.ts'
import { explain } from '../../outcome/outcome.ts'
import type { CallLog } from './call-log.ts'
import type { PathAdviser } from './path-advice.ts'

/** A call that reached neither an API of Authlete nor anything else of the mock. */
interface MissedCall {
  readonly reason: 'path_unknown' | 'method_not_allowed' | 'head_malformed'
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly status: number
  readonly answer: object
  /** What is there instead; empty if nothing is near. */
  readonly advice: string
  /** What came, if it had neither method nor path. */
  readonly actual?: string
}

/** Records a call, in the journal of the mock and as a warning in its log. */
export type MissRecorder = (call: MissedCall) => void

export const pathRule: Rule = { check: pathCheck, clause: 'RFC 9110 §15.5.5, §15.5.6', source: 'assumed' }

/** The tools of a recorder. */
interface RecorderTools {
  readonly journal: Journal
  readonly logCall: CallLog | undefined
  readonly systemClock: SystemClock
  readonly adviser: PathAdviser
}

export function createMissRecorder({ journal, logCall, systemClock, adviser }: RecorderTools): MissRecorder {
  return ({ reason, method, path, headers, status, answer, advice, actual: octets }) => {
    const [bare = ''] = path.split('?')
    const actual = octets ?? `${method} ${adviser.show(bare)}`
    const trace = [failed(pathRule, reason, { actual, detail: advice || undefined })]
    const { source, conditionSource, messageSource } = explain(reason, frontDoorOutcomes[reason], trace)
    const labels = { reason, source, conditionSource, messageSource }
    const call = {
      at: systemClock(),
      api: '',
      status,
      durationMs: 0,
      ...labels,
      trace,
      request: { method, path, headers },
      response: JSON.stringify(answer),
    }
    journal.record(ofNoService, call)
    logCall?.({ serviceId: ofNoService, call, advice })
  }
}
