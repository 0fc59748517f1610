import type { Static, TObject, TSchema } from '@sinclair/typebox'
import { writeKnownAnswer, type AnswerFacts, type ApiAnswer, type OutcomeRow } from '../../outcome/outcome.ts'

/** Writes an answer of an API whose answers have members of these names. */
export type AnswerWriter<Name extends string> = (
  reason: string,
  row: OutcomeRow,
  facts: Omit<AnswerFacts, 'members'> & { readonly members?: { readonly [Member in Name]?: unknown } },
) => ApiAnswer

/**
 * Writes the answers of an API with actions. They include the numbers and flags that an answer does not set, at their
 * zero values: Authlete always includes them (OpenAPI, auth/authorization/issue, `accessTokenDuration`; KB, Userinfo,
 * `clientEntityIdUsed`).
 */
export function createAnswerWriter<Response extends TObject>({
  properties,
}: Response): AnswerWriter<keyof Static<Response> & string> {
  const names = new Set(['resultCode', 'resultMessage', ...Object.keys(properties).toSorted()])
  const unset = Object.fromEntries(Array.from(names, (name) => [name, zeroOf(properties[name])]))
  return (reason, row, facts) => writeKnownAnswer(unset, reason, row, facts)
}

function zeroOf(schema: TSchema | undefined): 0 | false | undefined {
  if (schema?.['type'] === 'integer') return 0
  return schema?.['type'] === 'boolean' ? false : undefined
}

/** A list in an answer: Authlete leaves out empty ones. */
export function omitEmpty<Entry>(list: readonly Entry[] = []): readonly Entry[] | undefined {
  return list.length === 0 ? undefined : list
}
