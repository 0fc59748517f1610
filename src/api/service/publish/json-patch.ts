import { isDeepStrictEqual } from 'node:util'
import {
  isDeeperThan,
  isJsonObject,
  maximumDepth,
  readOptionalJson,
  withoutNulls,
  type JsonObject,
} from '../../../base/json.ts'

/** The maximum length of the document: copying can double it with every operation. */
const maximumCharacters = 131_072

/** The maximum work: every operation processes the whole document, so the lengths after each are added. */
const maximumWork = 1_048_576

/**
 * Applies a JSON Patch (RFC 6902); undefined if the patch cannot be applied. Members that are null in the end are left
 * out, as in every answer.
 */
export function applyPatch(document: JsonObject, patch: string): JsonObject | undefined {
  if (patch.length > maximumCharacters) return undefined
  const { value: operations } = readOptionalJson(patch)
  if (!Array.isArray(operations)) return undefined
  const patched = applyAll(document, operations)
  const answered = withoutNulls(patched)
  return isJsonObject(answered) ? answered : undefined
}

// Below, undefined is no value of a document: it means that a member is missing, or that an operation failed.

function applyAll(document: unknown, operations: readonly unknown[]): unknown {
  let changed = document
  let characters = 0
  for (const operation of operations) {
    changed = applyOperation(changed, operation)
    if (changed === undefined || isDeeperThan(maximumDepth, changed)) return undefined
    const { length } = JSON.stringify(changed)
    characters += length
    if (length > maximumCharacters || characters > maximumWork) return undefined
  }
  return changed
}

function applyOperation(document: unknown, operation: unknown): unknown {
  if (!isJsonObject(operation)) return undefined
  const path = readPointer(operation['path'])
  return path && operate(document, operation, path)
}

function operate(document: unknown, operation: JsonObject, path: Path): unknown {
  const { op, value } = operation
  const from = readPointer(operation['from']) ?? []
  if (op === 'add') return put(document, path, value)
  if (op === 'remove') return remove(document, path)
  if (op === 'replace') return replace(document, path, value)
  if (op === 'move') return put(remove(document, from), path, find(document, from))
  if (op === 'copy') return put(document, path, find(document, from))
  if (op === 'test') return isDeepStrictEqual(find(document, path), value) ? document : undefined
  return undefined
}

type Path = readonly string[]

/** RFC 6901 §3, §4. */
function readPointer(pointer: unknown): Path | undefined {
  if (typeof pointer !== 'string' || !/^(?:\/(?:[^~/]|~[01])*)*$/.test(pointer)) return undefined
  const [, ...tokens] = pointer.split('/')
  if (tokens.length > maximumDepth) return undefined
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function find(document: unknown, path: Path): unknown {
  return path.reduce(findMember, document)
}

function findMember(value: unknown, token: string): unknown {
  if (Array.isArray(value)) return value[readIndex(token)] as unknown
  return isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined
}

/** RFC 6901 §4: an index has no leading zeros. */
function readIndex(token: string): number {
  return /^(?:0|[1-9][0-9]*)$/.test(token) ? Number(token) : -1
}

type Edit = (container: unknown, token: string) => unknown

/** Edits what holds the last token of a path, and puts the result into everything above it. */
function change(value: unknown, [token, ...rest]: Path, edit: Edit): unknown {
  if (token === undefined) return undefined
  if (rest.length === 0) return edit(value, token)
  const child = change(findMember(value, token), rest, edit)
  return child === undefined ? undefined : place(value, token, child)
}

/** Puts a value where there is one already. */
function place(container: unknown, token: string, value: unknown): unknown {
  if (findMember(container, token) === undefined) return undefined
  return Array.isArray(container)
    ? container.with(readIndex(token), value)
    : { ...(container as JsonObject), [token]: value }
}

function put(document: unknown, path: Path, value: unknown): unknown {
  if (value === undefined || path.length === 0) return value
  return change(document, path, (container, token) => {
    if (!Array.isArray(container))
      return isJsonObject(container) ? { ...container, [token]: value } : undefined
    const index = token === '-' ? container.length : readIndex(token)
    return index < 0 || index > container.length ? undefined : container.toSpliced(index, 0, value)
  })
}

function replace(document: unknown, path: Path, value: unknown): unknown {
  if (value === undefined || path.length === 0) return value
  return change(document, path, (container, token) => place(container, token, value))
}

function remove(document: unknown, path: Path): unknown {
  return change(document, path, (container, token) => {
    if (findMember(container, token) === undefined) return undefined
    return Array.isArray(container)
      ? container.toSpliced(readIndex(token), 1)
      : Object.fromEntries(Object.entries(container as JsonObject).filter(([name]) => name !== token))
  })
}
