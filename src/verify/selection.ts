import { suggest } from '../base/suggest.ts'
import type { Check, Topic } from './check.ts'
import { features } from './features.ts'

/** Names of checks, topics and features, as they were given. */
export interface SelectionRequest {
  /** Names of checks and topics; empty for all. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly without: readonly string[]
}

/** Returns why a check is left out; undefined if it is made. */
export type LeaveOut = (topic: Topic, check: Pick<Check, 'id'>) => string | undefined

/** Reads which checks to make, or the problems of the request. */
export function readSelection(
  request: SelectionRequest,
  topics: readonly Topic[],
): { readonly leaveOut: LeaveOut } | { readonly problems: readonly string[] } {
  const names = topics.flatMap(({ id, checks }) => [id, ...checks.map((check) => check.id)])
  const problems = [
    ...findUnknown('--only', request.only, names, 'a check or a topic'),
    ...findUnknown('--skip', request.skip, names, 'a check or a topic'),
    ...findUnknown('--without', request.without, Object.keys(features), 'a feature'),
  ]
  if (problems.length > 0) return { problems }
  const leaveOut: LeaveOut = (topic, check) => findReason(request, topic, check)
  const isLeft = topics.some((topic) => topic.checks.some((check) => leaveOut(topic, check) === undefined))
  return isLeft ? { leaveOut } : { problems: ['--only, --skip and --without leave no check to make.'] }
}

function findUnknown(
  option: string,
  given: readonly string[],
  known: readonly string[],
  what: string,
): readonly string[] {
  return given
    .filter((name) => !known.includes(name))
    .map((name) => `${option}: "${name}" is not ${what}.${suggest(name, known) || ' --list lists them.'}`)
}

function findReason(
  { only, skip, without }: SelectionRequest,
  { id: topicId, needs = [] }: Topic,
  { id }: Pick<Check, 'id'>,
): string | undefined {
  const lacking = needs.find((feature) => without.includes(feature))
  if (lacking !== undefined) return `--without ${lacking}`
  const skipped = [id, topicId].find((name) => skip.includes(name))
  if (skipped !== undefined) return `--skip ${skipped}`
  return only.length === 0 || only.includes(id) || only.includes(topicId)
    ? undefined
    : `--only ${only.join()}`
}
