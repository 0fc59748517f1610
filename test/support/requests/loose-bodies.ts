import fc from 'fast-check'

/** A JSON Schema, as far as the bodies of Authlete's APIs use it. */
export interface BodySchema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, BodySchema>>
  readonly items?: BodySchema
  readonly anyOf?: readonly BodySchema[]
}

/** Texts that JSON can also write without quotes, all of them scope names too. */
const scalarTexts = [
  '0',
  '-0',
  '7',
  '-1',
  '1.0',
  '1e2',
  '1E+2',
  '0.10',
  '100000000000000000000000',
  '12345678901234567890',
  '9007199254740993',
  'true',
  'false',
]

/** Values that a schema takes as they are. */
export function valuesOf(schema: BodySchema): fc.Arbitrary<unknown> {
  const { type, anyOf, items, properties = {} } = schema
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(valuesOf))
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer') return integersOf(schema)
  if (type === 'array') return fc.array(valuesOf(items ?? {}), { maxLength: 4 })
  if (type === 'string') {
    const scalars = fc.constantFrom(...scalarTexts)
    return schema.pattern === undefined ? fc.oneof(scalars, fc.string()) : scalars
  }
  const members = Object.entries(properties).map(([name, shape]) => [name, valuesOf(shape)] as const)
  return fc.record(Object.fromEntries(members), { requiredKeys: requiredOf(schema) })
}

function integersOf({ minimum = -1e12, maximum = 1e12 }: BodySchema): fc.Arbitrary<unknown> {
  return fc.integer({ min: Math.max(minimum, -1e9), max: Math.min(maximum, 1e9) }).map((value) => value + 0)
}

function requiredOf(schema: BodySchema): string[] {
  return [...((schema as { readonly required?: readonly string[] }).required ?? [])]
}

/** Writes a body as a careless client does: each scalar with or without its quotes, as `loosens` says. */
export function writeLoosely(schema: BodySchema, value: unknown, loosens: () => boolean): string {
  const variant =
    schema.anyOf?.find(({ type }) => (type === 'object') === (typeof value === 'object')) ?? schema
  if (Array.isArray(value)) {
    return `[${value.map((element) => writeLoosely(variant.items ?? {}, element, loosens)).join(', ')}]`
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) =>
        `${JSON.stringify(name)}: ${writeLoosely(variant.properties?.[name] ?? {}, member, loosens)}`,
    )
    return `{${members.join(', ')}}`
  }
  if (variant.enum !== undefined || variant.type === undefined || !loosens()) return JSON.stringify(value)
  if (typeof value !== 'string') return `"${String(value)}"`
  return scalarTexts.includes(value) ? value : JSON.stringify(value)
}

/** A document with its scalars as text, for comparing what may have been bound. */
export function asTexts(document: object): object {
  return JSON.parse(JSON.stringify(document), (_name, member: unknown) =>
    typeof member === 'number' || typeof member === 'boolean' ? String(member) : member,
  ) as object
}
