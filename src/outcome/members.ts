/** A list as answers give it: Authlete leaves empty ones out. */
export function unlessEmpty<Entry>(list: readonly Entry[] = []): readonly Entry[] | undefined {
  return list.length === 0 ? undefined : list
}
