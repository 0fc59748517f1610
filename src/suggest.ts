import { closest, distance } from 'fastest-levenshtein'

/** " Did you mean …?", or nothing where nothing is near. */
export function suggest(written: string, known: readonly string[]): string {
  const nearest = closest(written, [...known])
  return distance(written, nearest) <= 2 + written.length / 8 ? ` Did you mean ${nearest}?` : ''
}
