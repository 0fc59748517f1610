import { readdirSync } from 'node:fs'

/**
 * The test files that share a process, by how their paths in test/ begin. The longest beginning decides, so a file is in
 * one group, and a new one in that of its folder. What measures time or memory shares a process with nothing else.
 */
export const groups = {
  admin: ['admin/', 'fixtures/'],
  'admin-command-line': ['admin/admin-command-line'],
  'admin-in-process': ['admin/admin-in-process'],
  'admin-over-http': ['admin/admin-over-http'],
  api: ['api/'],
  'api-authorization': ['api/authorization/'],
  'api-token': ['api/token/', 'api/token-management/'],
  clients: ['api/shared/', 'clients/'],
  cli: ['cli/'],
  'cli-exec': ['cli/drain', 'cli/exec'],
  'cli-start': ['cli/signals', 'cli/start'],
  growth: ['growth/', 'http/load', 'lint/memory'],
  http: ['http/'],
  libraries: ['authorization-server/', 'sdk/'],
  oauth: ['oauth/'],
  rest: [''],
  scenarios: ['facts/', 'lint/', 'races/', 'scenario/'],
  verify: ['verify/'],
} as const

export type Group = keyof typeof groups

/** Those with a process for each file. */
const alone = ['groups/', 'snippets']

const beginnings = [
  ...Object.entries(groups).flatMap(([group, starts]) => starts.map((start) => ({ start, group }))),
  ...alone.map((start) => ({ start, group: undefined })),
].toSorted((one, other) => other.start.length - one.start.length)

/** The compiled files of a group, or those in none, as paths in build/test. */
export function listTestFiles(group?: Group): readonly string[] {
  return readdirSync('build/test', { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.js'))
    .filter((file) => beginnings.find(({ start }) => file.startsWith(start))?.group === group)
    .toSorted()
}
