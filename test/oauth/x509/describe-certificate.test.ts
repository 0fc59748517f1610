import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { describeCertificate } from '../../../src/oauth/x509/describe-certificate.ts'
import { createTestkit } from '../../../src/testkit/testkit.ts'
import { readVectors } from '../vectors.ts'

const { forms, appendixA } = readVectors('certificate')

t.test('every form of a certificate is described, or it is said what it is instead', async (t) => {
  for (const { id, value, thumbprint } of forms) {
    const { flaws, ...facts } = describeCertificate(value)
    t.equal(facts['x5t#S256'] ?? null, thumbprint, id)
    t.equal(flaws.length, thumbprint === null ? 1 : 0, id)
  }
  t.strictSame(describeCertificate('x'.repeat(65_537)), { flaws: ['longer than 65536 characters'] })
})

t.test('names, serial number and validity are those of the certificate', async (t) => {
  const { subject, issuer, serialNumber, validFrom, validTo } = new X509Certificate(appendixA.pem)
  t.strictSame(describeCertificate(` ${appendixA.pem}`), {
    subject: subject.replaceAll('\n', ', '),
    issuer: issuer.replaceAll('\n', ', '),
    serialNumber,
    validFrom: new Date(validFrom).toISOString(),
    validTo: new Date(validTo).toISOString(),
    'x5t#S256': appendixA.thumbprint,
    flaws: [],
  })
})

t.test('a long name is cut, and an empty one is empty', async (t) => {
  const testkit = createTestkit()
  const long = Array.from({ length: 20 }, (_, index) => ['OU', `${index}`.padEnd(60, 'x')] as const)
  const { certificate } = await testkit.makeCertificate({ subject: long })
  t.equal(describeCertificate(certificate).subject?.length, 503)
  const { certificate: anonymous } = await testkit.makeCertificate({ subject: [] })
  t.equal(describeCertificate(anonymous).subject, '')
})
