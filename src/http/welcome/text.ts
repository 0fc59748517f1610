import { writePlainly } from '../../journal/call-line.ts'
import type { Overview } from './overview.ts'

/** The overview for a terminal. */
export function writeText({ name, version, about, baseUrl, services = [], note, links, next }: Overview) {
  const rows = services.map(({ serviceId, serviceName = '', issuer = '' }) =>
    [serviceId, serviceName, issuer].map(writePlainly).join('  '),
  )
  return [
    `${name} ${version}`,
    about,
    '',
    `Base URL: ${baseUrl}`,
    '',
    'Services',
    ...indent([...rows, ...(note === undefined ? [] : [note])]),
    '',
    'Here',
    ...indent(links.map(({ path, what }) => `${`${baseUrl}${path}`.padEnd(baseUrl.length + 17)}${what}`)),
    '',
    ...next.flatMap(({ what, command }) => [`${what}:`, ...indent([command])]),
    '',
  ].join('\n')
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line.trimEnd()}`)
}
