import type { JsonObject } from '../../base/json.ts'
import type { DemoWorld } from '../world.ts'

/** A request that succeeds in the demo world. */
export interface Example {
  /** Values of parameters in path and query, by their names. The service is filled in. */
  readonly params?: Readonly<Record<string, string>>
  readonly body?: JsonObject
}

export interface ExampleRow {
  /** The example, or what makes it for the state that the mock is in; undefined if that has nothing to show. */
  readonly example: Example | ((world: DemoWorld, operation: string) => Promise<Example | undefined>)
  /** What has to be there for an example, and the calls that make it. */
  readonly needs?: string
  /** What else to know before the call is sent. */
  readonly note?: string
}

export type ExampleTable = Readonly<Record<string, ExampleRow>>

/** The one service of the demo fixtures. */
export const demoServiceId = '4277000001'
