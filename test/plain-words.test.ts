import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

/** Words of a dialect that names had once; OAuth, HTTP and plain English have better ones (docs/architecture.md). */
const retired = new Set(
  [
    'armed armory astray bench course demand demands equip examination examine examined examiner flaw flaws',
    'furnish hindered interference judge judged judgement judges makings nobody obstacle opening order orders',
    'presenter reception ruling seer somebody stage staged stranger strangers stray suffer surroundings',
    'tell teller telling tells told unspent visit weigh',
  ].flatMap((line) => line.split(' ')),
)

/** Files whose exports keep a retired word, and which one: public names until 1.0, and the flaws that a testkit plants. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'src/admin/former-names.ts': ['order'],
  'src/testkit/former-names.ts': ['order'],
  'src/testkit/certificate-flaws.ts': ['flaws', 'flaw'],
  'src/testkit/flaw.ts': ['flaw'],
  'src/testkit/proof-flaws.ts': ['flaws', 'flaw'],
  'src/cli/flaws.ts': ['flaws'],
  'src/scenario/shared/possession.ts': ['flaws'],
}

const exported = /^export (?:async )?(?:function\*?|const|interface|type|class) (?<name>\w+)/gm

function listRetired(file: string): readonly string[] {
  const names = [...readFileSync(file, 'utf8').matchAll(exported)].map(({ groups }) => groups?.['name'] ?? '')
  return names.filter((name) =>
    name
      .split(/(?=[A-Z])/)
      .map((word) => word.toLowerCase())
      .some((word) => retired.has(word) && exceptions[file]?.includes(word) !== true),
  )
}

const files = ['src', 'schema'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
)

t.test('no exported name has a retired word', async (t) => {
  const found = files.flatMap((file) => listRetired(file).map((name) => `${file}: ${name}`))
  t.same(found, [])
})

const comment = /^\s*(?:\/\*\*|\*|\/\/)(?<text>.*)/
const phrases =
  /\b(?:told|tells|besides?|is to|are to|hangs on|nobody|somebody|strangers?|comes to|judged?|judges|rulings?|astray|furnish\w*)\b/i

t.test('no comment has a retired word', async (t) => {
  const lines = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => `${file}: ${comment.exec(line)?.groups?.['text'] ?? ''}`),
  )
  t.ok(
    lines.some((line) => line.includes('RFC 9449')),
    'the comments were found at all',
  )
  t.same(
    lines.filter((line) => phrases.test(line)),
    [],
  )
})
