import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { createTestkit, type CertificateOptions } from '../../src/testkit.ts'
import { findCertificatePathError } from '../../src/oauth/x509/path/find-path.ts'
import { startOfTests as now } from '../support/mock.ts'

async function make(order: Partial<CertificateOptions> = {}, seed?: string) {
  const made = await createTestkit({ now, ...(seed !== undefined && { seed }) }).makeCertificate(order)
  return { ...made, parsed: new X509Certificate(made.certificate) }
}

t.test('a certificate is signed by its own key and lasts for ten years', async (t) => {
  const { parsed, thumbprint } = await make()
  t.ok(parsed.verify(parsed.publicKey))
  t.equal(parsed.subject, 'CN=gm-mock client')
  t.equal(parsed.issuer, parsed.subject)
  t.equal(Date.parse(parsed.validFrom), now)
  t.equal(new Date(parsed.validTo).toISOString(), '2036-01-01T00:00:00.000Z')
  t.equal(
    Buffer.from(thumbprint, 'base64url').toString('hex'),
    parsed.fingerprint256.replaceAll(':', '').toLowerCase(),
  )
  t.notOk(parsed.ca)
})

t.test('a seed repeats the certificate, another seed does not', async (t) => {
  const [one, same, other] = [await make({}, 'seed'), await make({}, 'seed'), await make({}, 'other')]
  t.equal(one.certificate, same.certificate)
  t.not(one.certificate, other.certificate)
})

t.test('a subject is a common name, a distinguished name, or attributes', async (t) => {
  const name = 'C=JP\nO=Example\\, Inc.\nCN=client.example'
  for (const [subject, expected] of [
    ['client.example', 'CN=client.example'],
    ['CN=client.example,O=Example\\, Inc., C=JP', name],
    ['CN=client.example,O=Example\\2C Inc.,C=JP', name],
    [
      [
        ['C', 'JP'],
        ['O', 'Example, Inc.'],
        ['cn', 'client.example'],
      ],
      name,
    ],
    [
      '2.5.4.97=PSDJP-1,emailAddress=a@example.com',
      'emailAddress=a@example.com\norganizationIdentifier=PSDJP-1',
    ],
    ['givenName=Ann,\n SN = Lee ', 'SN=Lee\nGN=Ann'],
    ['CN=\\ a\\ ,O=#1', 'O=\\#1\nCN=\\ a\\ '],
  ] as const) {
    t.equal((await make({ subject })).parsed.subject, expected, String(subject))
  }
})

t.test('a subject that cannot be read is refused with the part that is wrong', async (t) => {
  for (const [subject, message] of [
    ['CN=a,XY=b', /attribute "XY"\. Known are CN, /],
    ['CN=a,constructor=b', /attribute "constructor"/],
    ['CN=a+OU=b', /part "CN=a\+OU=b", which is not one attribute/],
    ['CN=a,b', /part "b"/],
    ['CN="a"', /part "CN="a""/],
    ['CN=a\\', /part "CN=a\\"/],
    ['CN=\\ff', /not valid/],
  ] as const) {
    await t.rejects(make({ subject }), { name: 'TypeError', message })
  }
})

t.test('alternative names of every kind stand in the certificate', async (t) => {
  const alternativeNames = {
    dns: ['client.example', '*.client.example'],
    uri: ['https://client.example/id'],
    ip: ['192.0.2.7', '2001:db8::7', '::', '1:2:3:4:5:6:7:8'],
    email: ['ops@client.example'],
  }
  const { parsed } = await make({ alternativeNames })
  t.equal(
    parsed.subjectAltName,
    'email:ops@client.example, DNS:client.example, DNS:*.client.example, URI:https://client.example/id, ' +
      'IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7, IP Address:0:0:0:0:0:0:0:0, IP Address:1:2:3:4:5:6:7:8',
  )
  for (const text of ['192.0.2', 'fe80::1%eth0']) {
    await t.rejects(make({ alternativeNames: { ip: [text] } }), {
      name: 'TypeError',
      message: `"${text}" is not an IP address.`,
    })
  }
})

t.test('authorities issue paths', async (t) => {
  const root = await make({ subject: 'Root', isAuthority: true })
  const intermediate = await make({ subject: 'Intermediate', issuer: root, isAuthority: true })
  const leaf = await make({ subject: 'Client', issuer: intermediate })
  t.ok(root.parsed.ca)
  t.ok(leaf.parsed.checkIssued(intermediate.parsed))
  t.ok(leaf.parsed.verify(intermediate.parsed.publicKey))
  const expectations = { path: [intermediate.parsed], roots: [root.parsed], now }
  t.equal(await findCertificatePathError(leaf.parsed, expectations), undefined)
  const rogue = await make({ subject: 'Root', isAuthority: true })
  t.ok(await findCertificatePathError(leaf.parsed, { ...expectations, roots: [rogue.parsed] }))
  const plain = await make({ subject: 'Plain', issuer: root })
  const misled = await make({ subject: 'Client', issuer: plain })
  t.ok(await findCertificatePathError(misled.parsed, { ...expectations, path: [plain.parsed] }))
})

t.test('a certificate begins and ends when it is told to', async (t) => {
  const order = { notBefore: Date.UTC(1999, 0, 1), notAfter: Date.UTC(2050, 0, 1) }
  const { parsed } = await make(order)
  t.equal(Date.parse(parsed.validFrom), order.notBefore)
  t.equal(Date.parse(parsed.validTo), order.notAfter)
  t.match((await make({ now: Date.UTC(9995, 0, 1) })).parsed.validTo, /9999/)
})

t.test('a certificate can be made for a key that is there', async (t) => {
  const one = await make()
  const privateJwk = (await import('node:crypto'))
    .createPrivateKey(one.privateKey)
    .export({ format: 'jwk' }) as never
  const renewed = await make({ privateJwk })
  t.equal(renewed.privateKey, one.privateKey)
  t.not(renewed.thumbprint, one.thumbprint)
})
