import { isAlias, isMap, isScalar, isSeq, type Alias, type Document, type YAMLMap } from 'yaml'
import type { Problem } from './admin-error.ts'
import { offsetOf, parseText } from './fixture-text.ts'

/** A problem of a text, with the line that it is on, counted from 1; absent where the text could not be read. */
export interface PlacedProblem extends Problem {
  readonly line?: number
}

/** Finds the lines of the problems that YAML or JSON text was found to have. */
export function placeProblems(text: string, problems: readonly Problem[]): readonly PlacedProblem[] {
  const reading = parseText(text)
  if ('flaws' in reading) return problems
  const { document, lineCounter } = reading
  const step = createStepper(document)
  return problems.map((problem) => {
    const { line } = lineCounter.linePos(findOffset(document, readPointer(problem.path), step))
    return { ...problem, line }
  })
}

/** The steps of a JSON Pointer (RFC 6901 §4). */
export function readPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Where something begins: itself, or the nearest thing around it that is there. */
function findOffset(document: Document, names: readonly string[], step: Stepper): number {
  let place: Place | undefined = { node: document.contents, offset: offsetOf(document.contents) }
  let { offset } = place
  for (const name of names) {
    place = step(place.node, name)
    if (place === undefined) return offset
    offset = place.offset
  }
  return offset
}

/** A node, and where it begins: with its name, where it has one. */
interface Place {
  readonly node: unknown
  readonly offset: number
}

/** What a node has by a name. */
type Stepper = (node: unknown, name: string) => Place | undefined

/** Each map is looked through once and each alias is followed once, however many problems lie beyond. */
function createStepper(document: Document): Stepper {
  const meant = new Map<Alias, unknown>()
  const members = new Map<YAMLMap, ReadonlyMap<string, Place>>()
  return (node, name) => {
    if (isAlias(node) && !meant.has(node)) meant.set(node, node.resolve(document))
    const owner = isAlias(node) ? meant.get(node) : node
    if (isSeq(owner)) return placeOf(owner.items[Number(name)])
    if (!isMap(owner)) return undefined
    const index = members.get(owner) ?? indexMembers(owner)
    members.set(owner, index)
    return index.get(name)
  }
}

function placeOf(node: unknown): Place {
  return { node, offset: offsetOf(node) }
}

function indexMembers({ items }: YAMLMap): ReadonlyMap<string, Place> {
  return new Map(
    items.flatMap(({ key, value: node }) =>
      isScalar(key) ? [[String(key.value), { node, offset: offsetOf(key) }]] : [],
    ),
  )
}
