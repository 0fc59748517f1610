import type { Store } from './store.ts'

type Settled<Method> = Method extends (...values: infer Values) => Promise<infer Result>
  ? (...values: Values) => Result
  : never

/**
 * What a store does, each thing done when its function returns. SQLite is synchronous, so that several can be one unit of
 * work.
 */
export type Units = { readonly [Name in Exclude<keyof Store, 'openCall'>]: Settled<Store[Name]> }

export type UnitName = keyof Units

/** The same as anything that may be called by its name. */
export type NamedUnits = Readonly<Record<string, (...values: readonly unknown[]) => unknown>>
