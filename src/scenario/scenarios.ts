import { frontDoorScenarios } from './front-door.ts'
import { gmScenarios } from './gm.ts'
import type { Scenario } from './scenario.ts'

/** For every API of the catalogue, and every reason that it has, how to arrange that outcome. */
export const scenarios: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = {
  'front-door': frontDoorScenarios,
  gm: gmScenarios,
}
