/** The prefix of a description for a request's member without effect; `docs/effects.md` is printed from it. */
export const noEffect = 'No effect here: '

/** Describes a member that is accepted as in Authlete's document, and that no rule of the mock reads. */
export function withoutEffect(why: string): string {
  return `${noEffect}${why}`
}
