import type { JsonObject } from '../../base/json.ts'
import type { FormBody } from './form-body.ts'
import { bindTexts, pickScalar, type Shape } from './loose-scalars.ts'

/**
 * The object that a form represents: lists as words separated by blanks, as Authlete documents it for scopes, numbers
 * and flags as their texts. A list may be repeated, with some words each. Nothing else may, and objects and lists of
 * objects can only come in JSON, as Authlete documents it for `properties`.
 */
export function bindForm(
  schema: object,
  { fields }: FormBody,
): { readonly value: JsonObject } | { readonly error: string } {
  const { properties = {} } = schema as Shape
  const shapes = new Map(Object.entries(properties))
  const values = new Map<string, string | string[]>()
  for (const [name, value] of fields) {
    const shape = pickScalar(shapes.get(name) ?? {})
    const known = values.get(name)
    if (isNested(shape)) return { error: `body/${name} can only come in JSON` }
    if (Array.isArray(known)) for (const found of readWords(value)) known.push(found)
    else if (known !== undefined) return { error: `body/${name} is there more than once` }
    else values.set(name, shape.type === 'array' ? readWords(value) : value)
  }
  return { value: bindTexts(schema, Object.fromEntries(values)) }
}

function isNested({ type, items = {} }: Shape): boolean {
  return type === 'object' || (type === 'array' && pickScalar(items).type === 'object')
}

/** The first and the last line of a certificate in PEM (RFC 7468) contain blanks that separate no words. */
const word = /(?:-----BEGIN [^-]*-----[^-]*-----END [^-]*-----|[^ -]+|-)+/g

function readWords(text: string): string[] {
  return text.match(word) ?? []
}
