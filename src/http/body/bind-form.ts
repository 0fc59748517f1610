import type { JsonObject } from '../../json.ts'
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
): { readonly value: JsonObject } | { readonly flaw: string } {
  const { properties = {} } = schema as Shape
  const shapes = new Map(Object.entries(properties))
  const values = new Map<string, string | readonly string[]>()
  for (const [name, value] of fields) {
    const shape = pickScalar(shapes.get(name) ?? {})
    const known = values.get(name)
    if (isNested(shape)) return { flaw: `body/${name} can only come in JSON` }
    if (shape.type === 'array') values.set(name, [known ?? [], readWords(value)].flat())
    else if (known === undefined) values.set(name, value)
    else return { flaw: `body/${name} is there more than once` }
  }
  return { value: bindTexts(schema, Object.fromEntries(values)) }
}

function isNested({ type, items = {} }: Shape): boolean {
  return type === 'object' || (type === 'array' && pickScalar(items).type === 'object')
}

function readWords(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '')
}
