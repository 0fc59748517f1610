import { isJsonObject, writeCanonically, type JsonObject } from '../base/json.ts'
import { namedSchemas } from './schema-names.ts'

/** A part of a document, and the schemas that it refers to, by their names. */
interface Named<Part> {
  readonly part: Part
  readonly schemas: JsonObject
}

/**
 * Replaces every copy of a schema that has a name by a reference. Two schemas that say the same are one, with the first of
 * their names.
 */
export function nameSchemas<Part>(document: Part): Named<Part> {
  const names = new Map<string, string>()
  for (const [name, schema] of Object.entries(namedSchemas)) {
    const text = writeSchema(schema)
    if (!names.has(text)) names.set(text, name)
  }
  const schemas: Record<string, unknown> = {}
  const refer = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(refer)
    if (!isJsonObject(value)) return value
    const name = 'type' in value || 'oneOf' in value ? names.get(writeSchema(value)) : undefined
    if (name === undefined) return referIn(value)
    if (!(name in schemas)) {
      schemas[name] = {}
      schemas[name] = referIn(value)
    }
    return { $ref: `#/components/schemas/${name}` }
  }
  const referIn = (value: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([member, part]) => [member, refer(part)]))
  const part = refer(document) as Part
  const used = Object.keys(namedSchemas).filter((name) => name in schemas)
  return { part, schemas: Object.fromEntries(used.map((name) => [name, schemas[name]])) }
}

/** A schema as text, in the manner of the contract: a single value is an enumeration of one, a record has no pattern. */
function writeSchema(schema: unknown): string {
  return writeCanonically(JSON.parse(JSON.stringify(schema), asInContract))
}

function asInContract(_member: string, value: unknown): unknown {
  if (!isJsonObject(value)) return value
  const { const: only, patternProperties: patterns, ...rest } = value
  return {
    ...rest,
    ...(only !== undefined && { enum: [only] }),
    ...(isJsonObject(patterns) && { additionalProperties: Object.values(patterns)[0] }),
  }
}
