import type { Unit } from './units/unit.ts'

/** The interface of an engine: it runs the units of work, which are written once for all engines. */
export interface Driver {
  /** Runs a unit of work and passes on its result; synchronously, if the engine does not wait. */
  run<Result, Answer>(
    unit: Unit<Result>,
    then: (result: Result) => Answer | Promise<Answer>,
  ): Answer | Promise<Answer>
  /** Whether nothing comes between two units that are run in one turn of the event loop. */
  readonly isAlone: boolean
  /**
   * Changes when another process has written; NaN if the engine cannot report it synchronously. An engine may answer
   * what it has kept, which is no older than the last time that this was asked, or that a transaction began.
   */
  readonly version: () => number
  close(): void | Promise<void>
}
