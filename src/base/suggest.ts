import { distance } from 'fastest-levenshtein'

/** " Did you mean …?", or an empty text if nothing is similar: differs in no more than so many letters. */
export function suggest(
  written: string,
  known: readonly string[],
  maxDistance = 2 + written.length / 8,
): string {
  const nearest = findNearest(written, known, maxDistance)
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`
}

/** The most similar name, the first of several, the case being the least error; undefined if nothing is similar. */
function findNearest(written: string, known: readonly string[], maxDistance: number): string | undefined {
  const alike = known.find((name) => name.toLowerCase() === written.toLowerCase())
  if (alike !== undefined) return alike
  // A difference in length alone is more errors than that, and counting them would take long.
  const near = known.filter((name) => Math.abs(name.length - written.length) <= maxDistance)
  const errors = near.map((name) => countErrors(written, name))
  const least = Math.min(...errors)
  return least <= maxDistance ? near[errors.indexOf(least)] : undefined
}

/** Two swapped neighbours are one typing error, and two to Levenshtein. */
function countErrors(written: string, name: string): number {
  const place = name.split('').findIndex((letter, index) => letter !== written[index])
  const swapped = `${written.slice(0, place)}${written[place + 1]}${written[place]}${written.slice(place + 2)}`
  return place >= 0 && swapped === name ? 1 : distance(written, name)
}
