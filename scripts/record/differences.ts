/** Reads texts that are JSON, however deep they stand. */
export function parseDeep(value: unknown): unknown {
  if (typeof value === 'string') return /^\s*[{[]/.test(value) ? parseText(value) : value
  if (Array.isArray(value)) return value.map(parseDeep)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, parseDeep(member)]))
}

function parseText(text: string): unknown {
  try {
    return parseDeep(JSON.parse(text))
  } catch {
    return text
  }
}

const shown = 12

/** Says member by member what differs between two values. */
export function findDifferences(old: unknown, now: unknown): readonly string[] {
  const lines = [...walk('', old, now)]
  return lines.length > shown ? [...lines.slice(0, shown), `and ${lines.length - shown} more`] : lines
}

function* walk(path: string, old: unknown, now: unknown): Generator<string> {
  if (isParent(old) && isParent(now)) {
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
      yield* walk(`${path}/${name}`, old[name], now[name])
    }
  } else if (old !== now) {
    yield `${path}: ${write(old)} -> ${write(now)}`
  }
}

function isParent(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function write(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
