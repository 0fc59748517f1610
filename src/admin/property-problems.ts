import { findPatternFlaws } from '../oauth/dynamic-scopes.ts'
import type { Problem } from './admin-error.ts'

type Properties = Readonly<Record<string, unknown>>

/** What is wrong with the values of a service's properties, where their shape is right. Paths begin with `path`. */
export function findServiceProblems({ supportedScopes }: Properties, path = ''): readonly Problem[] {
  return findPatternFlaws(supportedScopes).map(({ path: place, flaw }) => ({
    path: `${path}/supportedScopes${place}`,
    message: flaw,
  }))
}
