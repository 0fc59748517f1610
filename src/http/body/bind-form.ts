import type { JsonObject } from '../../base/json.ts'
import type { FormBody } from './form-body.ts'
import { bindTexts, pickScalar, type Shape } from './loose-scalars.ts'

/**
 * The object that a form stands for: lists as words with blanks between, as Authlete documents it for scopes, numbers and
 * flags as the text that writes them. A list may stand there more than once, with some words each. Nothing else may, and
 * what is an object or a list of objects comes in JSON alone, as Authlete documents it for `properties`.
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

/** A certificate in PEM (RFC 7468) has blanks in its first line and its last, which part no words. */
const word = /(?:-----BEGIN [^-]*-----[^-]*-----END [^-]*-----|[^ -]+|-)+/g

function readWords(text: string): string[] {
  return text.match(word) ?? []
}
