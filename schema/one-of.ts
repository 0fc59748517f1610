import { Type, type TUnsafe } from '@sinclair/typebox'

/** A string out of a fixed set, as JSON Schema and OpenAPI write it: `enum`. */
export function OneOf<const Value extends string>(
  values: readonly Value[],
  options: { readonly description?: string } = {},
): TUnsafe<Value> {
  return Type.Unsafe<Value>({ type: 'string', enum: values, ...options })
}
