import { isAlias, isMap, isScalar, isSeq, type Document } from 'yaml'
import type { Problem } from './admin-error.ts'
import { parseText } from './fixture-text.ts'

/** A problem of a text, with the line that it is on, counted from 1; absent where the text could not be read. */
export interface PlacedProblem extends Problem {
  readonly line?: number
}

/** Finds the lines of the problems that YAML or JSON text was found to have. */
export function placeProblems(text: string, problems: readonly Problem[]): readonly PlacedProblem[] {
  const reading = parseText(text)
  if ('flaws' in reading) return problems
  const { document, lineCounter } = reading
  return problems.map((problem) => {
    const { line } = lineCounter.linePos(findOffset(document, readPointer(problem.path)))
    return { ...problem, line }
  })
}

/** The steps of a JSON Pointer (RFC 6901 §4). */
function readPointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Where something begins: itself, or the nearest thing around it that is there. */
function findOffset(document: Document, steps: readonly string[]): number {
  let node: unknown = document.contents
  let offset = offsetOf(node)
  for (const step of steps) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
      if (pair === undefined) return offset
      offset = offsetOf(pair.key)
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = offsetOf(node)
    }
  }
  return offset
}

function offsetOf(node: unknown): number {
  return (node as { readonly range?: readonly number[] | null } | null)?.range?.[0] ?? 0
}
