import fc from 'fast-check'
import t from 'tap'
import { distinctClaims, foldClaim, foldTag, isLanguageTag } from '../../src/oauth/language-tag.ts'

/** RFC 5646 §2.1, §2.2.8 and appendix A. */
const wellFormed =
  `de fr ja zh-Hant zh-cmn-Hans-CN zh-yue-HK sr-Latn-RS sl-rozaj-biske de-CH-1901 hy-Latn-IT-arevela
es-419 de-CH-x-phonebk az-Arab-x-AZE-derbend x-whatever qaa-Qaaa-QM-x-southern sr-Qaaa-RS en-US-u-islamcal zh-CN-a-myext-x-private
en-a-myext-b-another i-default i-klingon I-LUX en-GB-oed sgn-BE-FR SGN-ch-de art-lojban cel-gaulish zh-min-nan
no-bok abcd abcdefgh ja-Kana-JP iw`.split(/\s+/)

const malformed = [
  '',
  '-',
  'a',
  'e',
  '1',
  'de-',
  '-de',
  'de--DE',
  'en_US',
  'de-419-DE',
  'a-DE',
  'x',
  'x-',
  'en-x',
  'en-a',
]
  .concat([
    'abcdefghi',
    'de-abcdefghi',
    'i-nothing',
    'en-GB-oed-x-a',
    'ar-a-aaa-b',
    'de DE',
    'de\n',
    'dé',
    '*',
    'de-*',
  ])
  // The Kelvin sign and the long s become ASCII letters when their case is changed.
  .concat(['\u212Ao', '\u017Fv', 'd\u0130', 'ｄｅ'])

t.test('the grammar of RFC 5646 says what a language tag is', async (t) => {
  for (const tag of wellFormed) {
    for (const spelling of [tag, tag.toLowerCase(), tag.toUpperCase()])
      t.ok(isLanguageTag(spelling), spelling)
  }
  for (const text of malformed) t.notOk(isLanguageTag(text), JSON.stringify(text))
})

t.test('tags are the same in every case, and in nothing else', async (t) => {
  for (const tag of wellFormed) t.equal(foldTag(tag.toUpperCase()), foldTag(tag.toLowerCase()), tag)
  // Equivalent by the registry, but not equal (RFC 5646 §4.5), nor by a prefix (RFC 4647).
  for (const [one, other] of [
    ['iw', 'he'],
    ['zh-cmn', 'cmn'],
    ['de', 'de-DE'],
    ['de-DE', 'de-Latn-DE'],
    ['i-klingon', 'tlh'],
    ['en_us', 'en_US'],
    ['\u212Ao', 'ko'],
  ] as const) {
    t.not(foldTag(one), foldTag(other), `${one} ${other}`)
  }
})

t.test('of the name of a claim only the tag is without case', async (t) => {
  t.equal(foldClaim('family_name#JA-kana-jp'), foldClaim('family_name#ja-Kana-JP'))
  t.not(foldClaim('Family_name#ja'), foldClaim('family_name#ja'))
  t.not(foldClaim('family_name#ja'), foldClaim('family_name'))
  t.not(foldClaim('NAME'), foldClaim('name'))
  t.not(foldClaim('name#EN_us'), foldClaim('name#en_us'))
  t.equal(foldClaim('https://rp.example.com/Claim#x#JA'), foldClaim('https://rp.example.com/Claim#x#ja'))
  t.not(foldClaim('#De'), foldClaim('#dE#'))
  t.strictSame(distinctClaims(['a#de', 'b', 'a#DE', 'a', 'a#de-DE', 'b']), ['a#de', 'b', 'a', 'a#de-DE'])
})

const subtag = fc.stringMatching(/^[A-Za-z0-9]{1,9}$/)
const tags = fc.array(subtag, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('-'))

t.test('whatever comes, a fold stays itself and loses no well-formed tag', async () => {
  fc.assert(
    fc.property(fc.oneof(tags, fc.string({ unit: 'binary' })), (text) => {
      const folded = foldTag(text)
      return (
        foldTag(folded) === folded &&
        isLanguageTag(folded) === isLanguageTag(text) &&
        (isLanguageTag(text) ? folded === foldTag(text.toUpperCase()) : folded === text)
      )
    }),
  )
})

t.test('long nonsense is judged at once', async (t) => {
  for (const part of ['-a', '-ab', '-abc', '-abcd', '-abcde', '-x', '-1', '-1abc', '-a-bc', 'a', '-']) {
    const text = `en${part.repeat(200_000)}!`
    const start = performance.now()
    t.notOk(isLanguageTag(text))
    t.ok(performance.now() - start < 500, part)
  }
})
