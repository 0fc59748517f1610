import { distance } from 'fastest-levenshtein'

/** " Did you mean …?", or nothing where nothing is near. */
export function suggest(written: string, known: readonly string[]): string {
  const nearest = findNearest(written, known)
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`
}

/** The name that was probably meant, the first of several; none where nothing is near. */
function findNearest(written: string, known: readonly string[]): string | undefined {
  const maxDistance = 2 + written.length / 8
  // A name that is longer or shorter by more has more errors than that, however long it takes to count them.
  const near = known.filter((name) => Math.abs(name.length - written.length) <= maxDistance)
  const errors = near.map((name) => countErrors(written, name))
  const least = Math.min(...errors)
  return least <= maxDistance ? near[errors.indexOf(least)] : undefined
}

/** Two neighbours that changed places are one error to whoever types, and two to Levenshtein. */
function countErrors(written: string, name: string): number {
  const place = name.split('').findIndex((letter, index) => letter !== written[index])
  const swapped = `${written.slice(0, place)}${written[place + 1]}${written[place]}${written.slice(place + 2)}`
  return place >= 0 && swapped === name ? 1 : distance(written, name)
}
