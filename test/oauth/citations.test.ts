import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'

interface Source {
  readonly name: string
  readonly text: string
}

function readSources(folder: string): readonly Source[] {
  const base = new URL(`../../../src/${folder}/`, import.meta.url)
  return readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(new URL(name, base), 'utf8') }))
}

const checks = readSources('oauth')
const apis = readSources('api')

const section = String.raw`§\d+(\.\d+)*( \(\d+\))?`
const more = String.raw`(, (${section}|\(\d+\))| (and|to) ${section})*`
const clause = new RegExp(
  `^((RFC \\d{4}|Grant Management|OpenID Connect \\w+) ${section}${more}|Authlete \\S.*)$`,
)
const citation = new RegExp(`(RFC \\d{4}|Grant Management|OpenID Connect \\w+) ${section}|Authlete \\w+`)

interface Documented {
  readonly check: string
  readonly comment: string
}

/** The exported functions named check..., each with the comment right before it; an overloaded one counts once. */
function findChecks({ text }: Source): readonly Documented[] {
  const found = text.matchAll(/(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?export (?:async )?function (check[A-Z]\w*)/g)
  const all = [...found].map(([, comment = '', check = '']) => ({ check, comment }))
  return all.filter(({ check }, index) => all.findIndex((other) => other.check === check) === index)
}

t.test('every check says in its comment which clause it enforces', async (t) => {
  const found = checks.flatMap(findChecks)
  t.ok(found.length > 25, `${found.length} checks were found`)
  for (const { check, comment } of found) t.match(comment, citation, check)
})

t.test('no check is exported in another way, where this test would not see it', async (t) => {
  for (const { name, text } of checks) {
    t.notMatch(text, /export (const|let|default)\s+check[A-Z]|export \{[^}]*check[A-Z]/, name)
  }
})

interface Written {
  readonly place: string
  readonly value: string
}

/** Every value that is given to a member `clause`, with the constants of the file put into templates. */
function findClauses({ name, text }: Source): readonly Written[] {
  const constants = new Map(
    [...text.matchAll(/^const (\w+) = '([^']*)'$/gm)].map(([, key, value]) => [key, value]),
  )
  const given = [...text.matchAll(/\bclause: (?!string\b)(?:(['"`])(.*?)\1|(\w+))/g)]
  return given.map(([, , literal, constant], index) => {
    const value = literal ?? constants.get(constant) ?? ''
    const place = `${name}, clause ${index + 1}`
    return { place, value: value.replace(/\$\{(\w+)\}/g, (_, key: string) => constants.get(key) ?? '') }
  })
}

t.test('every clause that a verdict or an outcome names has the form of a citation', async (t) => {
  const sources = [...checks, ...apis]
  const found = sources.flatMap(findClauses)
  const written = sources.flatMap(({ text }) => text.match(/\bclause\b\s*[:,}](?! string)/g) ?? [])
  t.equal(found.length, written.length, 'this test reads every clause there is')
  t.ok(found.length > 50, `${found.length} clauses were found`)
  for (const { place, value } of found) {
    for (const part of value.split('; ')) t.match(part, clause, `${place}: ${value}`)
  }
})

t.test('what is no citation is told from one', async (t) => {
  for (const bad of [
    '',
    'RFC',
    'RFC 9449',
    '§4.3',
    'RFC 9449 4.3',
    'Grant Management',
    'Authlete',
    'see RFC 9449 §4.3',
  ]) {
    t.notMatch(bad, clause, bad)
  }
  for (const good of [
    'RFC 9449 §4.3 (8), (9)',
    'RFC 8705 §3, §3.1',
    'Grant Management §6.4',
    'Authlete GMRequest htm',
  ]) {
    t.match(good, clause)
  }
})
