import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const importLine = /^(?:import|export)\s+(?<type>type\s)?(?:[^'"]*?from\s+)?'(?<target>\.[^']+)'/gms

export interface Import {
  readonly from: string
  readonly to: string
  readonly isType: boolean
}

/** The source files, by their paths from the root of the project. */
export const files = ['src', 'schema', 'console'].filter((folder) => existsSync(folder)).flatMap(listFiles)

export function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

/** The files that a source file imports or exports from, without libraries. */
export function listImports(file: string): readonly Import[] {
  return [...readFileSync(file, 'utf8').matchAll(importLine)].map(({ groups = {} }) => ({
    from: file,
    to: relative('.', join(dirname(file), groups['target'] ?? '')),
    isType: groups['type'] !== undefined,
  }))
}

/** The paths along which something leads back to where it began, each as the names on it. */
export function findCircles(
  nodes: readonly string[],
  next: (node: string) => readonly string[],
): readonly string[] {
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (node: string, path: readonly string[]): void => {
    if (path.includes(node)) circles.push([...path.slice(path.indexOf(node)), node].join(' > '))
    if (done.has(node) || path.includes(node)) return
    for (const target of next(node)) visit(target, [...path, node])
    done.add(node)
  }
  for (const node of nodes) visit(node, [])
  return circles
}
