import type { ScenarioClient } from './scenario.ts'
import { conflict } from './context.ts'

/** Parameters of a form; one that is undefined is left out, an array is repeated. */
export type FormParameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** A form-encoded text (RFC 6749 §4.1.1, §4.1.3). */
export function writeForm(parameters: FormParameters): string {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) if (one !== undefined) form.append(name, one)
  }
  return form.toString()
}

/** The members by which an authorization server passes on a secret in the header of a client's request. */
export function showSecret({ clientId, clientSecret }: ScenarioClient) {
  return { clientId: String(clientId), clientSecret }
}

/** A member of a successful answer. */
export function readMember(answer: Readonly<Record<string, unknown>>, name: string): string {
  const value = answer[name]
  if (typeof value === 'string') return value
  throw conflict(`There is no ${name} while arranging: ${String(answer['resultMessage'])}`)
}
