import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { readDistinguishedName, readSubjectName } from '../../../src/oauth/x509/distinguished-name.ts'
import { createTestkit } from '../../../src/testkit.ts'
import { certificates, registeredDn } from '../../support/requests/client-presentations.ts'

const subjectOf = (name: keyof typeof certificates) =>
  readSubjectName(new X509Certificate(certificates[name]).raw)

t.test('the subject of a certificate is the name that RFC 4514 writes for it', async (t) => {
  t.equal(subjectOf('named'), readDistinguishedName(registeredDn))
  t.not(subjectOf('other'), readDistinguishedName(registeredDn))
  const tricky =
    'UID=me,DC=foo,1.2.840.113549.1.9.1=a@b.example,2.5.4.97=PSDGB-1,OU=two blanks+CN=M\\C3\\B6ller,' +
    'O=Ex\\, am \\\\\\+ple\\; \\<x\\> \\#'
  t.equal(subjectOf('tricky'), readDistinguishedName(tricky))
})

t.test('a certificate without a name has the empty one', async (t) => {
  t.equal(subjectOf('nameless'), readDistinguishedName(''))
  t.not(subjectOf('nameless'), readDistinguishedName('CN='))
})

t.test('names are equal whose differences do not count', async (t) => {
  const equal = [
    ['CN=Steve Kille,O=Isode Limited,C=GB', 'cn=steve  kille, o=ISODE limited , c=gb'],
    ['CN=a', '2.5.4.3=a'],
    ['emailAddress=a@b', 'E=a@b'],
    ['ST=x,S=y', 's=x,stateOrProvinceName=y'],
    ['OU=Sales+CN=J. Smith,DC=example', 'CN=J. Smith+OU=Sales,DC=example'],
    ['CN=Before\\0dAfter', 'CN=Before\\0DAfter'],
    ['CN=Lu\\C4\\8Di\\C4\\87', 'CN=Lu\u010di\u0107'],
    ['CN=\\ a\\ ', 'CN=a'],
    ['CN=a\\,b', 'CN=a\\2Cb'],
    ['CN=#0c0161', 'CN=a'],
    ['CN=#13024142 ,O=#1603616263', 'CN=ab,O=abc'],
    ['CN=\\#0c0161', 'CN=\\230c0161'],
    ['CN=#0C810161', 'CN=a'],
    ['CN=#0c82000161', 'CN=a'],
    ['CN=#1e020061', 'CN=a'],
    ['CN=#1e042603263A', 'CN=\\e2\\98\\83\\e2\\98\\ba'],
    ['CN=#1c0400000061', 'CN=a'],
    ['CN=#1c040001f600', 'CN=\\f0\\9f\\98\\80'],
    ['CN=#1403d66c61', 'CN=\\c3\\96la'],
    ['CN=#120131', 'CN=1'],
    ['CN=#1a0161', 'CN=A'],
    ['CN=#0c00', 'CN='],
    ['2.5.4.97=#0c0b50534447422d5341424331', 'organizationIdentifier=PSDGB-SABC1'],
    ['OID.2.5.4.97=x', 'oid.2.5.4.97=X'],
    ['givenName=a', 'GN=a'],
    ['GIVENNAME=a', '2.5.4.42=a'],
    [
      'EMAILADDRESS=a@b,S=c,DNQ=d,SURNAME=e,SERIALNUMBER=f,T=g,IP=h,GENERATION=i',
      '1.2.840.113549.1.9.1=a@b,ST=c,dnQualifier=d,SN=e,2.5.4.5=f,title=g,1.3.6.1.4.1.42.2.11.2.1=h,2.5.4.44=i',
    ],
    ['jurisdictionOfIncorporationCountryName=DE', 'jurisdictionC=DE'],
    ['jurisdictionCountryName=DE,businessCategory=x', '1.3.6.1.4.1.311.60.2.1.3=#13024445,2.5.4.15=x'],
    ['2.5.4.45=#03020041', 'x500UniqueIdentifier=#03020041'],
  ] as const
  for (const [one, other] of equal) t.equal(readDistinguishedName(one), readDistinguishedName(other), one)
})

t.test('names differ whose differences count', async (t) => {
  const different = [
    ['CN=a,O=b', 'O=b,CN=a'],
    ['CN=a', 'CN=a,O=b'],
    ['CN=a', 'OU=a'],
    ['CN=a,O=b', 'CN=a\\,O=b'],
    ['CN=a+OU=b', 'CN=a,OU=b'],
    ['CN=a+OU=b', 'CN=a\\+OU=b'],
    ['1.2.3=a', '1.2.4=a'],
    ['CN=constructor', 'CN='],
    ['CN=#0c0161', 'CN=\\#0c0161'],
    ['CN=#040161', 'CN=#0c0161'],
    ['CN=#040161', 'CN=#050161'],
    ['CN=#040161', 'CN=4 61'],
    ['CN=#040161', 'CN=\\#040161'],
    ['CN=#2c030c0161', 'CN=a'],
    ['CN=#0c026100', 'CN=a'],
    ['CN=a\\00', 'CN=a'],
    ['mail=a@b', 'emailAddress=a@b'],
    ['SN=1', 'serialNumber=1'],
    ['constructor=a', 'valueOf=a'],
  ] as const
  for (const [one, other] of different) {
    t.type(readDistinguishedName(one), 'string')
    t.not(readDistinguishedName(one), readDistinguishedName(other), `${one} and ${other}`)
  }
})

t.test('what RFC 4514 does not allow is no name', async (t) => {
  for (const text of [
    'client',
    '=a',
    'CN=a,',
    ',CN=a',
    'CN=a\\',
    'CN="a"',
    'CN=a;O=b',
    'CN=<a>',
    '1=a',
    '1.=a',
    'C N=a',
    'CN=a+',
    'CN=\0',
    'CN=#',
    'CN=#0c',
    'CN=#0c0261',
    'CN=#0c0161ff',
    'CN=#0c016',
    'CN=#xyz',
    'CN=#0c0161 0c0161',
    'CN=#0c01610c0161',
    'CN=#0c80610000',
    'CN=#0c8461',
    'CN=#0c8a0161',
    'CN=#1f8101610161',
    'CN=#0c02c328',
    'CN=#1301ff',
    'CN=#1e0100',
    'CN=#1e02d800',
    'CN=#1c0300006f',
    'CN=#1c040000d800',
    'CN=#1c0400110000',
    'CN=\\ff',
    'CN=\\c3',
    'OID.=a',
    'OID.CN=a',
    'OID 2.5.4.3=a',
    '2.5.04.3=a',
    '2..5=a',
  ]) {
    t.equal(readDistinguishedName(text), undefined, text)
  }
  t.equal(readDistinguishedName(`CN=${'a'.repeat(5000)}`), undefined, 'nor what is too long')
})

t.test('a type of which no other name is known stands for itself', async (t) => {
  t.equal(readDistinguishedName('toString=a'), JSON.stringify([['["tostring","a"]']]))
})

t.test('any value survives its escapes', async (t) => {
  const property = fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (value) => {
    const octets = [...Buffer.from(value)].map((octet) => `\\${octet.toString(16).padStart(2, '0')}`)
    const canonical = value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
    return (
      readDistinguishedName(`CN=${octets.join('')}`) ===
      JSON.stringify([[JSON.stringify(['2.5.4.3', canonical])]])
    )
  })
  const report = fc.check(property, { numRuns: 500 })
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? 'holds')
})

t.test('no text is too much', async (t) => {
  const property = fc.property(fc.string({ unit: 'binary' }), (text) =>
    ['string', 'undefined'].includes(typeof readDistinguishedName(text)),
  )
  const report = fc.check(property, { numRuns: 500 })
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? 'holds')
})

/** A certificate's name as the client registers it, in every spelling: exactly these match. */
t.test('a subject is found in the spellings of OpenSSL, Java and LDAP', async (t) => {
  const { certificate } = await createTestkit().makeCertificate({
    subject: [
      ['C', 'GB'],
      ['2.5.4.97', 'PSDGB-SABC1'],
      ['2.5.4.42', 'Ann'],
      ['2.5.4.4', 'Lee'],
      ['1.3.6.1.4.1.311.60.2.1.3', 'GB'],
      ['1.3.6.1.4.1.99999.1', 'own'],
      ['CN', 'client.example'],
    ],
  })
  const { raw } = new X509Certificate(certificate)
  const rest = ',2.5.4.97=psdgb-sabc1,C=GB'
  for (const [registered, matches] of [
    [`CN=client.example,1.3.6.1.4.1.99999.1=own,jurisdictionC=GB,SN=Lee,GN=Ann${rest}`, true],
    [
      `CN=client.example,1.3.6.1.4.1.99999.1=#0c036f776e,jurisdictionCountryName=GB,surname=Lee,givenName=Ann${rest}`,
      true,
    ],
    [
      `cn=client.example,OID.1.3.6.1.4.1.99999.1=#13036f776e,1.3.6.1.4.1.311.60.2.1.3=#13024742,SURNAME=Lee,GIVENNAME=Ann${rest}`,
      true,
    ],
    [`CN=client.example,1.3.6.1.4.1.99999.1=#04036f776e,jurisdictionC=GB,SN=Lee,GN=Ann${rest}`, false],
    [`CN=client.example,1.3.6.1.4.1.99999.1=#0c046f776e00,jurisdictionC=GB,SN=Lee,GN=Ann${rest}`, false],
    [`CN=client.example,own=own,jurisdictionC=GB,SN=Lee,GN=Ann${rest}`, false],
    [`CN=client.example,1.3.6.1.4.1.99999.1=own,jurisdictionC=GB,SN=Ann,GN=Lee${rest}`, false],
  ] as const) {
    const expected = readDistinguishedName(registered)
    t.type(expected, 'string', registered)
    t.equal(readSubjectName(raw) === expected, matches, registered)
  }
})

t.test('octets that are no certificate have no subject, and none makes reading throw', async (t) => {
  for (const hex of ['', '00', '3000', '30023000', '3003020100', '300c300a0201000201000201000201']) {
    t.equal(readSubjectName(Buffer.from(hex, 'hex')), undefined, hex)
  }
  const octets = fc.uint8Array({ maxLength: 60 })
  const report = fc.check(
    fc.property(octets, (array) => {
      readSubjectName(Buffer.from(array))
      readDistinguishedName(`CN=#${Buffer.from(array).toString('hex')}`)
    }),
    { numRuns: 1000 },
  )
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? 'holds')
})

/** An element of BER whose length takes two octets. */
function element(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag, 0x82, content.length >> 8, content.length & 0xff]), content])
}

t.test('a type of which no number is ever so long is none, because reading it takes long', (t) => {
  const empty = element(0x30)
  const nameOf = (octets: number) => {
    const type = element(6, Buffer.concat([Buffer.alloc(octets - 1, 0xff), Buffer.from([1])]))
    const subject = element(0x30, element(0x31, element(0x30, type, element(0x0c, Buffer.from('a')))))
    return readSubjectName(element(0x30, element(0x30, empty, empty, empty, empty, subject)))
  }
  t.match(nameOf(128), /^\[\["\[\\"2\.\d{200,}\\",\\"a\\"\]"\]\]$/)
  for (const octets of [129, 40_000]) t.equal(nameOf(octets), undefined, String(octets))
  t.end()
})

t.test('a text is the same in every type of string that can hold it', async (t) => {
  const encode: Readonly<Record<string, (text: string) => Buffer>> = {
    '0c': (text) => Buffer.from(text),
    '1e': (text) => Buffer.from(text, 'utf16le').swap16(),
    '1c': (text) =>
      Buffer.concat(
        Array.from(text).map((character) => {
          const octets = Buffer.alloc(4)
          octets.writeUInt32BE(character.codePointAt(0) ?? 0)
          return octets
        }),
      ),
  }
  const report = fc.check(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
      const read = Object.entries(encode).map(([tag, write]) => {
        const content = write(text)
        const length = Buffer.from([0x82, content.length >> 8, content.length & 0xff]).toString('hex')
        return readDistinguishedName(`CN=#${tag}${length}${content.toString('hex')}`)
      })
      return read[0] !== undefined && new Set(read).size === 1
    }),
    { numRuns: 500 },
  )
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? 'holds')
})
