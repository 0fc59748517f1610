import { Ajv, type AnySchema, type ValidateFunction } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import { bindScalars, type TypedBody } from './body/loose-scalars.ts'
import type { OpenedBody } from './body/open-body.ts'

/** The validator changes nothing by itself. Our own schemas need no checking against the schema of schemas. */
const options = {
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: false,
  meta: false,
  validateSchema: false,
} as const

/** What the schemas of this process were compiled to: the routes of every mock have the same ones. */
const compiledSchemas = new WeakMap<object, ValidateFunction>()

/**
 * Compiles each schema when a call first needs it: Authlete's are large, and a start has no use for most of them. A body
 * arrives as it was read and leaves as a `TypedBody`; only one that is refused as it came is bound, and judged again.
 */
export function createLazyValidators(): FastifySchemaCompiler<AnySchema> {
  const ajv = new Ajv(options)
  return ({ schema, httpPart }) => {
    const check = (value: unknown): boolean => {
      const compiled: ValidateFunction = compiledSchemas.get(schema as object) ?? ajv.compile(schema)
      compiledSchemas.set(schema as object, compiled)
      const isValid = compiled(value)
      validate.errors = compiled.errors ?? null
      return isValid
    }
    const validateBody = ({ value, octets }: OpenedBody): { readonly value: TypedBody } | false => {
      if (check(value)) return { value: { value, loose: [] } }
      if (octets === undefined) return false
      const bound = bindScalars(schema as object, value, octets)
      return check(bound.value) && { value: bound }
    }
    const validate: ReturnType<FastifySchemaCompiler<AnySchema>> = httpPart === 'body' ? validateBody : check
    return validate
  }
}
