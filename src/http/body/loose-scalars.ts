import { isJsonObject, quoteUnusualNumbers, withoutNulls, type JsonObject } from '../../base/json.ts'

/** A body with its scalars in the types of the contract, and a list of those that were converted. */
export interface TypedBody {
  readonly value: unknown
  /** Empty if all types were those of the contract. */
  readonly loose: readonly string[]
}

/** The parts of a JSON Schema that determine how a scalar is bound. */
export interface Shape {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
}

/** Receives each converted scalar: its place, and the two types. */
type Note = (place: Place, change: string) => void

/** Evaluated only if needed: a body may have half a million of them. */
type Place = () => string

const namedAtMost = 5

/**
 * Binds scalars as Authlete's Java services do: a number or a boolean in place of text becomes text, text becomes the
 * number or the boolean that it represents. Binds only what Jackson, Gson and JSON-B all accept: a number by its
 * decimal digits, which have to fit, and `true` or `false` in one case. Everything else stays as it came, for the
 * validator to refuse; so do the values of an enumeration.
 */
export function bindScalars(schema: object, body: JsonObject, octets: Buffer): TypedBody {
  const loose: string[] = []
  const note: Note = (place, change) => {
    if (loose.length < namedAtMost) loose.push(`${place()}, ${change}`)
  }
  const unusual = quoteUnusualNumbers(octets)
  const written = unusual === undefined ? body : withoutNulls(JSON.parse(unusual))
  return { value: bind(schema, body, written, () => 'body', note), loose }
}

/** Binds a form by the same rule; all its scalars are text, so none counts as converted. */
export function bindTexts(schema: object, body: JsonObject): JsonObject {
  return bindMembers(schema, body, body, () => 'body', passOver)
}

const passOver: Note = () => undefined

function bind(shape: Shape, value: unknown, written: unknown, place: Place, note: Note): unknown {
  if (Array.isArray(value)) {
    const { items } = shape
    if (items === undefined) return value
    const elements = written as readonly unknown[]
    return value.map((element, index) =>
      bind(items, element, elements[index], () => `${place()}/${index}`, note),
    )
  }
  if (isJsonObject(value)) return bindMembers(pickObject(shape), value, written as JsonObject, place, note)
  const bound = bindScalar(pickScalar(shape), value, written)
  if (bound !== value) note(place, `${nameType(value)} for ${nameType(bound)}`)
  return bound
}

/** Iterates over the members in the contract: a body may have any number of others. */
function bindMembers(
  { properties = {} }: Shape,
  value: JsonObject,
  written: JsonObject,
  place: Place,
  note: Note,
): JsonObject {
  const changed: [string, unknown][] = []
  for (const [name, shape] of Object.entries(properties)) {
    if (!Object.hasOwn(value, name)) continue
    const bound = bind(shape, value[name], written[name], () => `${place()}/${name}`, note)
    if (bound !== value[name]) changed.push([name, bound])
  }
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) }
}

/** The object schema of a member that may be text or an object. */
function pickObject(shape: Shape): Shape {
  return shape.anyOf?.find(({ type }) => type === 'object') ?? shape
}

export function pickScalar(shape: Shape): Shape {
  return shape.anyOf?.find(({ type }) => type !== 'object') ?? shape
}

function bindScalar({ type, enum: words }: Shape, value: unknown, written: unknown): unknown {
  if (type === 'string') return words === undefined && typeof value !== 'string' ? String(written) : value
  if (typeof value !== 'string') return value
  if (type === 'integer') return readInteger(value) ?? value
  return type === 'boolean' ? (booleans.get(value) ?? value) : value
}

/** A number that a double cannot represent exactly is not bound: an id must not become another one. */
function readInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : undefined
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['false', 'False', 'FALSE'].map((text) => [text, false] as const),
])

function nameType(value: unknown): string {
  return typeof value === 'string' ? 'text' : `a ${typeof value}`
}
