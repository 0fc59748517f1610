import type { OutcomeRow } from './outcome.ts'

/** Whether a service leaves parts of its errors out (Authlete `errorDescriptionOmitted`, `errorUriOmitted`). */
interface ErrorStyle {
  readonly errorDescriptionOmitted?: boolean
  readonly errorUriOmitted?: boolean
}

/** An OAuth error (RFC 6749 §4.1.2.1, §5.2) as members in Authlete's order. */
export function errorMembers(
  { error = 'server_error', resultCode }: Pick<OutcomeRow, 'error' | 'resultCode'>,
  message: string,
  { errorDescriptionOmitted = false, errorUriOmitted = false }: ErrorStyle,
): Readonly<Record<string, string>> {
  return {
    error,
    ...(!errorDescriptionOmitted && { error_description: message }),
    ...(!errorUriOmitted && { error_uri: `https://docs.authlete.com/#${resultCode}` }),
  }
}
