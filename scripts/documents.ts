import { FixturesSchema } from '../schema/fixtures.ts'
import { catalogue } from '../src/authlete.ts'
import { settings } from '../src/config.ts'
import type { Outcome } from '../src/outcome/outcome.ts'

/** The parts of the README that are printed from the code, by the name of their markers. */
export const sections: Readonly<Record<string, () => string>> = {
  outcomes: () => renderTable(outcomeColumns, catalogue.map(renderOutcome)),
  settings: () => renderTable(['Flag', 'Variable', 'What it does', 'Default'], settings.map(renderSetting)),
}

const outcomeColumns = ['API', 'Reason', 'HTTP', 'Code', 'Action', 'Text', 'Error', 'Clause', 'Source']

function renderOutcome({ source, messageSource, ...row }: Outcome): readonly string[] {
  const origin = source === messageSource ? source : `${source}; text ${messageSource}`
  const cells = [row.api, `\`${row.reason}\``, String(row.status), row.resultCode ?? '–', row.action ?? '–']
  return [...cells, row.message ?? '–', row.error ?? '–', row.clause, origin]
}

function renderSetting({
  flag,
  environment,
  description,
  fallback,
}: (typeof settings)[number]): readonly string[] {
  const [name = '–'] = flag?.split(' ') ?? []
  return [
    flag === undefined ? name : `\`${name}\``,
    `\`${environment}\``,
    description,
    String(fallback ?? '–'),
  ]
}

/** A table as Prettier would write it, so that printing and formatting agree. */
function renderTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((cells) => countCharacters(cells[index] ?? ''))),
  )
  const pad = (cell: string, index: number) => cell + ' '.repeat((widths[index] ?? 0) - countCharacters(cell))
  const render = (cells: readonly string[]) => `| ${cells.map(pad).join(' | ')} |`
  const [head = [], ...body] = lines
  return [
    render(head),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...body.map(render),
  ].join('\n')
}

function countCharacters(text: string): number {
  return Array.from(text).length
}

/** The README with its printed sections as the code has them now. */
export function refreshReadme(readme: string): string {
  return Object.entries(sections).reduce((text, [name, render]) => {
    const section = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(\\n<!-- /${name} -->)`)
    if (!section.test(text)) throw new Error(`README.md has no section "${name}"`)
    return text.replace(section, (_, begin: string, end: string) => `${begin}\n${render()}\n${end}`)
  }, readme)
}

/** The schema of fixtures as the package publishes it. */
export function renderFixturesSchema(): string {
  const draft = 'http://json-schema.org/draft-07/schema#'
  return `${JSON.stringify({ $schema: draft, title: 'gm-mock fixtures', ...FixturesSchema }, null, 2)}\n`
}
