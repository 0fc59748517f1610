import { clientEffects } from '../schema/effects/client-effects.ts'
import type { Effect } from '../schema/effects/effects.ts'
import { FixturesSchema } from '../schema/fixtures.ts'
import { noEffect } from '../schema/effects/no-effect.ts'
import { serviceEffects } from '../schema/effects/service-effects.ts'
import { adminOperations, type AdminOperation } from '../src/admin/doors/operations.ts'
import { catalogue } from '../src/api/catalogue.ts'
import { topics } from '../src/verify/topics.ts'
import { timeFormats, timePatterns } from '../src/base/time.ts'
import { settings } from '../src/config/config.ts'
import type { Outcome } from '../src/outcome/outcome.ts'
import { facts } from '../test/facts/facts.ts'
import { certificateFlaws, proofFlaws, type Flaw } from '../src/testkit.ts'

type Sections = Readonly<Record<string, () => string>>

interface PublishedOperation {
  readonly tags?: readonly string[]
  readonly summary?: string
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: PublishedSchema }>> }
}

interface PublishedSchema {
  readonly $ref?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, PublishedSchema>>
}

type PublishedPaths = Readonly<Record<string, Readonly<Record<string, PublishedOperation>>>>

/** What a mock publishes: of its paths the methods, what each is for, and what it takes. */
export interface PublishedContract {
  readonly paths: PublishedPaths
  readonly components: { readonly schemas: Readonly<Record<string, PublishedSchema>> }
}

/** The documents that have parts printed from the code: for each part its name, as its markers say it. */
export function listDocuments(contract: PublishedContract): Readonly<Record<string, Sections>> {
  const { paths } = contract
  return {
    'README.md': { families: () => listFamilies(paths) },
    'docs/apis.md': {
      apis: () => renderTable(['Path', 'Methods', 'Bodies', 'What it does'], listAuthletePaths(paths)),
    },
    'docs/admin.md': {
      operations: () =>
        renderTable(['Method', 'Call under `/_mock`', 'What it does'], adminOperations.map(renderOperation)),
    },
    'docs/configuration.md': {
      settings: () =>
        renderTable(['Flag', 'Variable', 'What it does', 'Default'], settings.map(renderSetting)),
    },
    'docs/proof-of-possession.md': {
      'proof-flaws': () => renderFlaws(proofFlaws),
      'certificate-flaws': () => renderFlaws(certificateFlaws),
    },
    'docs/verify-as.md': { checks: renderChecks },
    'docs/effects.md': {
      requests: () => renderTable(['API', 'Member', 'Why it has no effect'], listUnusedMembers(contract)),
      service: () => renderEffects(serviceEffects),
      client: () => renderEffects(clientEffects),
    },
    'docs/differences.md': { differences: renderDifferences },
    'docs/outcomes.md': {
      outcomes: () =>
        [...new Set(catalogue.map(({ api }) => api))]
          .map((api) => `## ${api}\n\n${renderOutcomes(api)}`)
          .join('\n\n'),
    },
  }
}

function renderDifferences(): string {
  const columns = ['Input', 'Published', 'Where and when', 'Certainty', 'Why otherwise here']
  const rows = facts
    .filter(({ differs }) => differs !== undefined)
    .map(({ input, published, where, when, certainty, differs = '' }) => [
      input,
      published,
      `${where}, ${when}`,
      certainty,
      differs,
    ])
  return renderTable(columns, rows)
}

function renderChecks(): string {
  const columns = ['Check', 'Level', 'What is expected', 'Written in', 'What to do where it fails']
  return topics
    .map(({ id: topic, name, checks }) => {
      const rows = checks.map(({ id, level, title, clause, hint }) => [
        `\`${id}\``,
        level,
        title,
        clause,
        hint,
      ])
      return `### ${name}\n\nTopic \`${topic}\`.\n\n${renderTable(columns, rows)}`
    })
    .join('\n\n')
}

function renderOperation({ name, method, url, summary }: AdminOperation): readonly string[] {
  return [`\`${name}\``, `\`${method} ${url.replace(/:(\w+)/g, '{$1}')}\``, summary]
}

/** Authlete's families of APIs, as its document groups them, with the number of paths of each. */
function listFamilies(paths: PublishedPaths): string {
  const tags = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/'))
    .map(([, operations]) => Object.values(operations)[0]?.tags?.[0] ?? '')
  const counts = [...new Set(tags)].map((tag) => `${tag} ${tags.filter((other) => other === tag).length}`)
  return `${tags.length} paths: ${counts.join(', ')}.`
}

function listAuthletePaths(paths: PublishedPaths): readonly (readonly string[])[] {
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/'))
    .map(([path, operations]) => {
      const methods = Object.keys(operations).map((method) => method.toUpperCase())
      const summaries = Object.values(operations).map(({ summary = '' }) => summary)
      return [`\`${path}\``, methods.join(', '), listBodies(operations), [...new Set(summaries)].join(' ')]
    })
}

const bodyWords: Readonly<Record<string, string>> = {
  'application/json': 'JSON',
  'application/x-www-form-urlencoded': 'form',
}

/** In which media types the bodies of a path may come: no path has two operations that differ in it. */
function listBodies(operations: Readonly<Record<string, PublishedOperation>>): string {
  const types = Object.values(operations).flatMap(({ requestBody }) =>
    Object.keys(requestBody?.content ?? {}),
  )
  return [...new Set(types)].map((type) => bodyWords[type] ?? type).join(', ') || '–'
}

/** The members of requests that no rule reads: their descriptions say so. */
function listUnusedMembers({ paths, components }: PublishedContract): readonly (readonly string[])[] {
  const follow = (schema: PublishedSchema): PublishedSchema =>
    components.schemas[schema.$ref?.replace('#/components/schemas/', '') ?? ''] ?? schema
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.values(operations).flatMap(({ requestBody }) => {
      const { properties = {} } = follow(requestBody?.content['application/json']?.schema ?? {})
      const members = Object.entries(properties).map(([name, member]) => [name, follow(member)] as const)
      return members.flatMap(([name, { description = '' }]) =>
        description.startsWith(noEffect)
          ? [[`\`${path.replace('/api/{serviceId}/', '')}\``, `\`${name}\``, describeWhy(description)]]
          : [],
      )
    }),
  )
}

const effectNames = { acts: 'acts on', describes: 'describes', none: 'no effect' } as const

function renderEffects(effects: ReadonlyMap<string, Effect>): string {
  const rows = [...effects].map(([name, { effect, about }]) => [`\`${name}\``, effectNames[effect], about])
  return renderTable(['Property', 'Effect', 'What about, or why not'], rows)
}

function describeWhy(description: string): string {
  const why = description.slice(noEffect.length)
  return `${why.charAt(0).toUpperCase()}${why.slice(1)}`
}

function renderOutcomes(name: string): string {
  return renderTable(outcomeColumns, catalogue.filter(({ api }) => api === name).map(renderOutcome))
}

const outcomeColumns = ['Reason', 'HTTP', 'Code', 'Action', 'Text', 'Error', 'Clause', 'Source']

function renderOutcome({ source, conditionSource, messageSource, ...row }: Outcome): readonly string[] {
  const parts = [
    source,
    ...(conditionSource === source ? [] : [`when ${conditionSource}`]),
    ...(messageSource === source ? [] : [`text ${messageSource}`]),
  ]
  const cells = [`\`${row.reason}\``, String(row.status), row.resultCode ?? '–', row.action ?? '–']
  return [...cells, row.message ?? '–', row.error ?? '–', row.clause, parts.join('; ')]
}

function renderFlaws(flaws: Readonly<Record<string, Flaw>>): string {
  const rows = Object.entries(flaws).map(([word, { does, clause, resultCode, reason }]) => [
    `\`${word}\``,
    does,
    clause,
    resultCode,
    `\`${reason}\``,
  ])
  return renderTable(['Word', 'What is wrong', 'Clause', 'Code', 'Reason'], rows)
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

/** A table without padding, so that a changed cell changes one line. The comment keeps Prettier from padding it. */
function renderTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows].map(renderRow)
  return ['<!-- prettier-ignore -->', ...lines].join('\n')
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** A document with its printed sections as the code has them now. */
export function refreshDocument(name: string, text: string, sections: Sections): string {
  return Object.entries(sections).reduce((refreshed, [title, render]) => {
    const section = new RegExp(`(<!-- ${title} -->\\n)[\\s\\S]*?(\\n<!-- /${title} -->)`)
    if (!section.test(refreshed)) throw new Error(`${name} has no section "${title}"`)
    return refreshed.replace(section, (_, begin: string, end: string) => `${begin}\n${render()}\n${end}`)
  }, text)
}

/** The schema of fixtures as the package publishes it: in words of draft 07 alone, which strict validators ask for. */
export function renderFixturesSchema(): string {
  const draft = 'http://json-schema.org/draft-07/schema#'
  const schema = { $schema: draft, title: 'gm-mock fixtures', ...FixturesSchema }
  return `${JSON.stringify(schema, (_, value: unknown) => publishSchema(value), 2)}\n`
}

function publishSchema(value: unknown): unknown {
  const { discriminator, format, ...rest } = Object(value) as Readonly<Record<string, unknown>>
  if (typeof format === 'string' && format in timeFormats) return publishTime(format, rest)
  return discriminator === undefined ? value : rest
}

/** The mock's own formats of times and durations become patterns. They do not tell bounds, which the mock checks. */
function publishTime(format: string, schema: Readonly<Record<string, unknown>>): unknown {
  const { type: _, minimum, maximum, maxLength, ...rest } = schema
  const pattern = format === 'instant' ? timePatterns.instant : timePatterns.duration
  const forms = [
    { type: 'integer', minimum, maximum },
    { type: 'string', maxLength, pattern },
  ]
  return { ...rest, anyOf: forms }
}
