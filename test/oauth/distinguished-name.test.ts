import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { readDistinguishedName, writeSubject } from '../../src/oauth/distinguished-name.ts'
import { certificates, registeredDn } from '../support/client-presentations.ts'

const subjectOf = (name: keyof typeof certificates) =>
  readDistinguishedName(writeSubject(new X509Certificate(certificates[name]).subject))

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
    'CN=#04024142',
    'CN=#xyz',
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
      readDistinguishedName(`CN=${octets.join('')}`) === JSON.stringify([[JSON.stringify(['cn', canonical])]])
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
