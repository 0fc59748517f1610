import type { Source } from '../../src/base/verdict.ts'
import type { TestMock } from '../support/mock.ts'
import type { Fixtures } from '../../schema/fixtures.ts'

/** Something that was published about the real service, and what the mock does in its place. */
export interface Fact {
  /** A name in kebab-case; `docs/differences.md` and tests name the fact by it. */
  readonly id: string
  /** What was sent, and in which state. */
  readonly input: string
  /** What came back, or what is said to come back. */
  readonly published: string
  /** The publication and the place in it. */
  readonly where: string
  /** When it was published: a year and a month, as `2026-08`. */
  readonly when: string
  readonly source: Extract<Source, 'observed' | 'documented'>
  /** How certain it is that the real service does so under just this condition. */
  readonly certainty: 'high' | 'medium' | 'low'
  /** The answers of the catalogue whose condition it tells: `api/reason`. */
  readonly outcomes?: readonly string[]
  /** Why the mock does otherwise. Without it, the mock does the same. */
  readonly differs?: string
  /** The state that the input is sent to; default: a service with a confidential and a public client. */
  readonly world?: Fixtures
  /** Sends the input, and gives back the part of the answer that is published. */
  readonly replay: (mock: TestMock) => Promise<unknown>
  /** That part as published: a pattern for tap's `match`. */
  readonly answer: unknown
}
