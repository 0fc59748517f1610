import { Ajv, type AnySchema, type ValidateFunction } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'

/**
 * Values are taken as they are: nothing is turned into another type, filled in or left out. Our own schemas need no
 * checking against the schema of schemas.
 */
const options = {
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: false,
  meta: false,
  validateSchema: false,
} as const

/** Compiles each schema when a call first needs it: Authlete's are large, and a start has no use for most of them. */
export function createLazyValidators(): FastifySchemaCompiler<AnySchema> {
  const ajv = new Ajv(options)
  return ({ schema }) => {
    let compiled: ValidateFunction | undefined
    const validate: ReturnType<FastifySchemaCompiler<AnySchema>> = (value) => {
      compiled ??= ajv.compile(schema)
      const isValid = compiled(value)
      validate.errors = compiled.errors ?? null
      return isValid
    }
    return validate
  }
}
