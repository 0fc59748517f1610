/** How the description of a request's member begins that changes nothing here; `docs/effects.md` is printed from it. */
export const noEffect = 'No effect here: '

/** Describes a member that is taken as Authlete's document has it, and that no rule of the mock reads. */
export function withoutEffect(why: string): string {
  return `${noEffect}${why}`
}
