import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { isSameAlternativeName, listAlternativeNames } from '../../../src/oauth/x509/alternative-names.ts'
import { certificates } from '../../support/requests/client-presentations.ts'

const namesOf = (name: keyof typeof certificates) =>
  listAlternativeNames(new X509Certificate(certificates[name]).subjectAltName)

t.test('the names of a certificate are those of the four kinds that can be registered', async (t) => {
  t.strictSame(namesOf('named'), [
    { kind: 'DNS', value: 'client.example' },
    { kind: 'URI', value: 'https://client.example/id' },
    { kind: 'IP Address', value: '2001:DB8:0:0:0:0:0:1' },
    { kind: 'IP Address', value: '192.0.2.1' },
    { kind: 'email', value: 'Ops@Client.Example' },
    { kind: 'DNS', value: 'other.example' },
  ])
  t.strictSame(listAlternativeNames(undefined), [])
})

t.test('a name that is written so as to look like another one is not taken for it', async (t) => {
  t.strictSame(namesOf('tricky'), [], 'a directory name that holds the text of a DNS name')
  t.strictSame(listAlternativeNames('URI:"https://a.example/, DNS:b.example"'), [
    { kind: 'URI', value: 'https://a.example/, DNS:b.example' },
  ])
  t.strictSame(
    listAlternativeNames('nonsense, DNS:b.example'),
    [],
    'nor is anything after what cannot be read',
  )
})

t.test('names are compared exactly, but for case where it does not count', async (t) => {
  const cases = [
    ['DNS', 'a.example', 'A.EXAMPLE', true],
    ['DNS', 'a.example', 'a.example.', false],
    ['DNS', '*.example', 'a.example', false],
    ['URI', 'https://a.example/x', 'https://a.example/x', true],
    ['URI', 'https://a.example/x', 'https://A.example/x', false],
    ['IP Address', '2001:DB8:0:0:0:0:0:1', '2001:db8::1', true],
    ['IP Address', '2001:DB8:0:0:0:0:0:1', '2001:db8::2', false],
    ['IP Address', '192.0.2.1', '192.0.2.1', true],
    ['IP Address', '192.0.2.1', '192.0.2.01', false],
    ['IP Address', '0:0:0:0:0:FFFF:C000:201', '192.0.2.1', false],
    ['email', 'Ops@Client.Example', 'Ops@client.example', true],
    ['email', 'Ops@Client.Example', 'ops@client.example', false],
    ['email', 'nobody', 'nobody', true],
    ['IP Address', 'FE80:0:0:0:0:0:0:1', 'fe80::1', true],
    ['IP Address', 'FE80:0:0:0:0:0:0:1', 'fe80::1%eth0', false],
    ['IP Address', 'FE80:0:0:0:0:0:0:1', 'fe80::1%', false],
    ['IP Address', 'fe80::1%eth0', 'fe80::1%eth0', false],
    ['IP Address', '0:0:0:0:0:FFFF:C000:201', '::ffff:192.0.2.1', true],
    ['IP Address', '0:0:0:0:0:FFFF:C000:201', '::ffff:c000:201', true],
    ['IP Address', '<invalid>', '<invalid>', false],
    ['IP Address', '2001:DB8:0:0:0:0:0:1', '[2001:db8::1]', false],
    ['IP Address', '192.0.2.1', '192.0.2.1 ', false],
    ['IP Address', '192.0.2.1', '3221225985', false],
    ['IP Address', '192.0.2.1', 'client.example', false],
    ['DNS', 'kiwi.example', '\u212Aiwi.example', false],
    ['DNS', 'xn--bcher-kva.example', 'bücher.example', false],
    ['DNS', '*.example', '*.EXAMPLE', true],
    ['DNS', 'a.example', ' a.example', false],
    ['email', 'ops@kiwi.example', 'ops@\u212Aiwi.example', false],
    ['URI', 'https://a.example/%61', 'https://a.example/a', false],
  ] as const
  for (const [kind, one, other, same] of cases) {
    t.equal(isSameAlternativeName(kind, one, other), same, `${kind} ${one} ${other}`)
  }
})
