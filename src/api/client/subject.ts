import { verdict } from '../../base/verdict.ts'
import type { ApiCall } from '../shared/api-route.ts'
import type { RequestedPage } from '../shared/page.ts'
import type { ClientReason } from './outcomes.ts'

/** The subject of a call: in its query, its body or its path, by the route. */
export interface SubjectRequest extends RequestedPage {
  readonly subject?: string
  readonly developer?: string
  readonly scopes?: readonly string[]
}

/** Reads the subject of a call. */
export function readSubjectRequest({
  query,
  body,
  params,
}: ApiCall<SubjectRequest | undefined>): SubjectRequest {
  const { subject } = params
  return subject === undefined ? (body ?? query) : { ...query, subject }
}

const subjectRule = { check: 'subject', clause: 'Authlete API 3.0, subject', source: 'documented' } as const

/** The call names a subject. */
export function checkSubject<Reason extends ClientReason>(subject: string, reason: Reason) {
  return verdict(subjectRule, subject !== '', reason, { expected: 'the identifier of an end user' })
}
