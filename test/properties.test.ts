import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { clientEffects } from '../schema/effects/client-effects.ts'
import { clientMembers } from '../schema/client.ts'
import { findIneffective } from '../schema/effects/effects.ts'
import { serviceEffects } from '../schema/effects/service-effects.ts'
import { serviceMembers } from '../schema/service.ts'

const rules = ['oauth', 'api', 'outcome'].map((folder) => `src/${folder}`)

/** What only shows a service or a client, and decides nothing. */
const showing = ['src/api/authorization/request/content.ts', 'src/api/service/publish/content.ts']

const paths = [
  ...rules.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('outcomes.ts'))
      .map((name) => `${folder}/${name}`),
  ),
  'src/base/client-names.ts',
]

/** The words that stand in code where a member is read, and not in comments or in citations. */
function listWords(files: readonly string[]): ReadonlySet<string> {
  const source = files.map((path) => readFileSync(path, 'utf8')).join('\n')
  return new Set(source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|clause:.*|message:.*/g, '').match(/\w+/g))
}

const named = listWords(paths)
const decided = listWords(paths.filter((path) => !showing.includes(path)))

/** Named where an answer gets Authlete's default for it, and by no rule. */
const shownOnly = ['subjectType']

for (const [what, effects, members] of [
  ['service', serviceEffects, serviceMembers],
  ['client', clientEffects, clientMembers],
] as const) {
  t.test(`every property of a ${what} stands in the table, and nothing else does`, async (t) => {
    t.strictSame([...effects.keys()].toSorted(), Object.keys(members).toSorted())
  })

  t.test(`what acts of a ${what} is named by a rule, and what has no effect is named by none`, async (t) => {
    for (const [name, { effect }] of effects) {
      if (effect === 'acts') t.ok(named.has(name), `${name} is read`)
      if (effect === 'none' && !shownOnly.includes(name)) t.notOk(decided.has(name), `${name} is not read`)
    }
  })
}

t.test('a property counts as set where it is something', async (t) => {
  const nothing = { hsmEnabled: false, userCodeLength: 0, federationJwks: '', cimdAllowlist: [], hsks: null }
  t.strictSame(findIneffective({ ...nothing, oid4vciVersion: undefined }, serviceEffects), [])
  const set = { hsmEnabled: true, issuer: 'https://as.example.com', description: 'x', unknown: 1 }
  t.match(findIneffective(set, serviceEffects), [{ name: 'hsmEnabled', about: /hsk/ }])
  t.equal(findIneffective(set, serviceEffects).length, 1)
})

t.test('so does a member of the extension of a client', async (t) => {
  const extension = { tokenExchangePermitted: true, accessTokenDuration: 5 }
  t.match(findIneffective({ extension }, clientEffects), [
    { name: 'extension/tokenExchangePermitted', about: /exchange/ },
  ])
  for (const none of [null, undefined, 'x', {}, { tokenExchangePermitted: false }]) {
    t.strictSame(findIneffective({ extension: none }, clientEffects), [])
  }
})
