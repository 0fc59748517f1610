import t from 'tap'
import { suggest } from '../../src/base/suggest.ts'

const cases = [
  ['prot', ['host', 'port'], ' Did you mean port?'],
  ['hut', ['htm', 'htu'], ' Did you mean htu?'],
  ['ab', ['ax', 'ba'], ' Did you mean ax?'],
  ['port', ['prot', 'port'], ' Did you mean port?'],
  ['unauthorized', ['UNAUTHORISED', 'UNAUTHORIZED'], ' Did you mean UNAUTHORIZED?'],
  ['bind', [], ''],
  ['frobnicate', ['bind', 'grant'], ''],
] as const
for (const [written, known, advice] of cases) {
  t.test(`for ${written} among ${known.join(', ') || 'nothing'}, it says "${advice}"`, async (t) => {
    t.equal(suggest(written, known), advice)
  })
}
