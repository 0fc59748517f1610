import { Type, type TUnsafe } from '@sinclair/typebox'

/** A string of a fixed set, in JSON Schema and OpenAPI: `enum`. */
export function OneOf<const Value extends string>(
  values: readonly Value[],
  options: { readonly description?: string } = {},
): TUnsafe<Value> {
  return Type.Unsafe<Value>({ type: 'string', enum: values, ...options })
}
