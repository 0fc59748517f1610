import { Ajv, type AnySchema, type ValidateFunction } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import { bindScalars, type TypedBody } from './body/loose-scalars.ts'
import type { OpenedBody } from './body/open-body.ts'

/** The validator changes nothing by itself. The project's own schemas are known to be valid. */
const options = {
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: false,
  meta: false,
  validateSchema: false,
} as const

/** The compiled schemas of this process: the routes of every mock have the same ones. */
const compiledSchemas = new WeakMap<object, ValidateFunction>()

function compileOnce(ajv: Ajv, schema: object): ValidateFunction {
  const compiled = compiledSchemas.get(schema) ?? ajv.compile(schema)
  compiledSchemas.set(schema, compiled)
  return compiled
}

const none: readonly string[] = []

/**
 * Compiles each schema when a call first needs it: Authlete's are large, and a start needs only few of them. A body
 * arrives as it was parsed and leaves as a `TypedBody`; only one that fails is bound, and validated again.
 */
export function createLazyValidators(): FastifySchemaCompiler<AnySchema> {
  const ajv = new Ajv(options)
  return ({ schema, httpPart }) => {
    let compiled: ValidateFunction | undefined
    const check = (value: unknown): boolean => {
      compiled ??= compileOnce(ajv, schema as object)
      const isValid = compiled(value)
      validate.errors = compiled.errors ?? null
      return isValid
    }
    const validateBody = ({ value, octets }: OpenedBody): { readonly value: TypedBody } | false => {
      if (check(value)) return { value: { value, loose: none } }
      if (octets === undefined) return false
      const bound = bindScalars(schema as object, value, octets)
      return check(bound.value) && { value: bound }
    }
    const validate: ReturnType<FastifySchemaCompiler<AnySchema>> = httpPart === 'body' ? validateBody : check
    return validate
  }
}
