import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { TSchema } from '@sinclair/typebox'
import { compiledSchemas } from '../../schema/compiled-schemas.ts'
import { escapeStep, type Problem } from './problem.ts'
import { suggest } from './suggest.ts'
import { describeForms, timeFormats } from './time.ts'

/** Finds every problem of a value, or only the first; none means that the value has the schema's type. */
export type ProblemFinder = (schema: TSchema, value: unknown) => readonly Problem[]

/** The project's own schemas are known to be valid; checking them costs a tenth of a start. */
const unchecked = { meta: false, validateSchema: false } as const

export const compilerOptions = {
  verbose: true,
  strict: false,
  discriminator: true,
  ...unchecked,
  formats: timeFormats,
}

/** The compiled schemas of this process: every mock has the same ones. */
const compilations = {
  allErrors: new WeakMap(compiledSchemas),
  firstError: new WeakMap<TSchema, ValidateFunction>(),
}

/** Schemas are compiled, and their compiler is made, when they are first needed, which keeps the start short. */
export function createProblemFinder(allErrors = true): ProblemFinder {
  const compiler: { ajv?: Ajv } = {}
  const compile = (schema: TSchema): ValidateFunction => {
    compiler.ajv ??= new Ajv({ ...compilerOptions, allErrors })
    return compiler.ajv.compile(schema)
  }
  const compiled = allErrors ? compilations.allErrors : compilations.firstError
  return (schema, value) => {
    const validate = compiled.get(schema) ?? compile(schema)
    compiled.set(schema, validate)
    if (validate(value) || !validate.errors) return []
    const errors = validate.errors.filter((error) => !isListedToo(error))
    return [...new Map(errors.map(toProblem)).values()]
  }
}

/** Whether another error lists the allowed values, of which a value of another type is none. */
function isListedToo({ keyword, parentSchema }: ErrorObject): boolean {
  return keyword === 'type' && (parentSchema as TSchema)['enum'] !== undefined
}

/** Keyed by path, so that a value has one problem; that of a missing or an unknown member has the path of the member. */
function toProblem(error: ErrorObject): [string, Problem] {
  const { instancePath, params } = error
  const { additionalProperty, missingProperty, tag } = params as Readonly<Record<string, string | undefined>>
  const member = additionalProperty ?? missingProperty ?? tag
  const path = member === undefined ? instancePath : `${instancePath}/${escapeStep(member)}`
  return [path, { path, message: describeError(error) }]
}

function describeError({ keyword, message = '', params, parentSchema, data }: ErrorObject): string {
  if (keyword === 'required') return 'is missing'
  if (keyword === 'additionalProperties') {
    const known = Object.keys({ ...(parentSchema as TSchema)['properties'] })
    return withAdvice('is not a known member', params['additionalProperty'], known)
  }
  if (keyword === 'discriminator') {
    const { propertyName } = (parentSchema as TSchema)['discriminator'] as { readonly propertyName: string }
    const forms = (parentSchema as TSchema)['oneOf'] as readonly TSchema[]
    const allowed = forms.map((form) => String(form['properties'][propertyName].const))
    return withAdvice(`must be one of ${allowed.join(', ')}`, params['tagValue'], allowed)
  }
  if (keyword === 'enum') {
    const allowed = params['allowedValues'] as readonly string[]
    return withAdvice(`must be one of ${allowed.join(', ')}`, data, allowed)
  }
  const isBeyond = keyword === 'minimum' || keyword === 'maximum'
  const forms = isBeyond ? undefined : describeForms((parentSchema as TSchema)['format'])
  return forms === undefined ? message : `must be ${forms}`
}

function withAdvice(error: string, written: unknown, known: readonly string[]): string {
  const advice = typeof written === 'string' ? suggest(written, known) : ''
  return advice === '' ? error : `${error}.${advice}`
}
