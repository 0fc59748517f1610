import type { TSchema } from '@sinclair/typebox'
import type { ValidateFunction } from 'ajv'

/**
 * The schemas that are compiled when the bundle is built, which puts them in place of this table: those of the fixtures,
 * for which every start would wait a sixth of its time. All others are compiled when they are needed.
 */
export const compiledSchemas: ReadonlyMap<TSchema, ValidateFunction> = new Map()
