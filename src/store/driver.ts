import type { Unit } from './units/unit.ts'

/** What an engine has to give: it runs the units of work, which are written once for all engines. */
export interface Driver {
  /** Runs a unit of work and hands on what it gives back; at once, where the engine does not wait. */
  run<Result, Answer>(
    unit: Unit<Result>,
    then: (result: Result) => Answer | Promise<Answer>,
  ): Answer | Promise<Answer>
  /** Whether nothing comes between two units that are run in one turn of the event loop. */
  readonly isAlone: boolean
  /** Differs from what it was once another process has written; NaN where the engine cannot say so at once. */
  readonly version: () => number
  close(): void | Promise<void>
}
