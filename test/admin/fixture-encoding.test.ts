import fc from 'fast-check'
import t from 'tap'
import { decodeFixtures } from '../../src/admin/fixture-encoding.ts'

const text = 'services: []\n# Grüße\n'
const utf16 = Buffer.from(text, 'utf16le')
const utf32 = Buffer.from(Array.from(text, (one) => [one.codePointAt(0) ?? 0, 0, 0, 0]).flat())

t.test('UTF-8 is read, with a byte order mark and without', async (t) => {
  t.strictSame(decodeFixtures(Buffer.from(text)), { text })
  t.strictSame(decodeFixtures(Buffer.from(`\uFEFF${text}`)), { text: `\uFEFF${text}` })
  t.strictSame(decodeFixtures(Buffer.from('')), { text: '' })
})

t.test('UTF-16 and UTF-32 are named, of either order, with a byte order mark and without', async (t) => {
  const swap = (octets: Buffer) => Buffer.from(octets).swap16()
  const flaw = (name: string) => ({ flaw: `is ${name}; fixtures are UTF-8` })
  for (const octets of [utf16, Buffer.from(`\uFEFF${text}`, 'utf16le')]) {
    t.strictSame(decodeFixtures(octets), flaw('UTF-16'))
    t.strictSame(decodeFixtures(swap(octets)), flaw('UTF-16'))
  }
  const marked = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), utf32])
  for (const octets of [utf32, marked, Buffer.from(utf32).swap32(), Buffer.from(marked).swap32()]) {
    t.strictSame(decodeFixtures(octets), flaw('UTF-32'))
  }
})

t.test('what is no UTF-8 is told with the first octet and its line', async (t) => {
  t.strictSame(decodeFixtures(Buffer.from(text, 'latin1')), {
    flaw: 'is not UTF-8: the octet 0xFC at line 2 looks like Latin-1 (ISO 8859-1) or Windows-1252; fixtures are UTF-8',
  })
  t.strictSame(decodeFixtures(Buffer.from([0x61, 0x0a, 0x0a, 0xe2, 0x82, 0xac, 0x80])), {
    flaw: 'is not UTF-8: the octet 0x80 at line 3 looks like Windows-1252; fixtures are UTF-8',
  })
  for (const octets of [[0xf0, 0x9f, 0x98, 0x80, 0xf0, 0x9f], [0xc3], [0x61, 0xff]]) {
    t.match(decodeFixtures(Uint8Array.from(octets)), {
      flaw: /^is not UTF-8: the octet 0x(F0|C3|FF) at line 1 /,
    })
  }
})

t.test('any octets are read or named, and never fail', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (octets) => {
      const decoded = decodeFixtures(octets)
      return 'flaw' in decoded
        ? decoded.flaw.endsWith('fixtures are UTF-8')
        : Buffer.from(octets).equals(Buffer.from(decoded.text))
    }),
  )
  t.pass()
})
