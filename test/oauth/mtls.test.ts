import t from 'tap'
import { createCertificateReader } from '../../src/oauth/x509/certificate.ts'
import {
  checkCertificateForm,
  checkCertificatePresent,
  checkCertificateThumbprint,
  skipCertificateChecks,
} from '../../src/oauth/mtls.ts'
import { readVectors } from './vectors.ts'

const { forms, appendixA, example, header } = readVectors('certificate')
const read = createCertificateReader()

const missing = ['', ' ', '\n', '\t \r\n', '(null)', ' (null) ', '-', '-\n', '\uFEFF']

t.test('what gateways write for no certificate is a missing certificate', async (t) => {
  for (const text of missing) {
    t.match(
      checkCertificatePresent(text),
      { verdict: 'fail', check: 'certificate-present', reason: 'certificate_missing' },
      JSON.stringify(text),
    )
  }
})

t.test('anything else is a certificate that is there, whether or not it can be read', async (t) => {
  for (const text of ['null', '(NULL)', '--', 'undefined', '0', appendixA.pem]) {
    t.match(checkCertificatePresent(text), { verdict: 'pass', check: 'certificate-present' }, text)
  }
})

t.test('the trace never shows more than ten characters of what stood in for a certificate', async (t) => {
  t.match(checkCertificatePresent(appendixA.pem), { actual: '-----BEGIN...' })
})

t.test('every form that is no PEM certificate is malformed, and the verdict names it', async (t) => {
  for (const { id, value, thumbprint } of forms) {
    const reading = read(value)
    const verdict = checkCertificateForm(reading)
    const compared = { check: 'certificate-form', expected: /^PEM/, actual: reading.form }
    if (thumbprint === null)
      t.match(verdict, { verdict: 'fail', reason: 'certificate_malformed', ...compared }, id)
    else t.match(verdict, { verdict: 'pass', ...compared }, id)
  }
})

t.test('exactly the certificate that the token is bound to passes', async (t) => {
  for (const { id, value, thumbprint } of forms) {
    const verdict = checkCertificateThumbprint(read(value), appendixA.thumbprint)
    const expected = thumbprint === appendixA.thumbprint ? 'pass' : 'fail'
    t.match(verdict, { verdict: expected, actual: thumbprint ?? 'none', expected: appendixA.thumbprint }, id)
    if (expected === 'fail') t.match(verdict, { reason: 'certificate_mismatch' }, id)
  }
})

t.test('the certificate that issued the bound one does not stand in for it', async (t) => {
  const [leaf = ''] = header.thumbprints
  t.match(checkCertificateThumbprint(read(header.leaf), leaf), { verdict: 'pass' })
  for (const pem of header.chain) {
    t.match(checkCertificateThumbprint(read(pem), leaf), { verdict: 'fail', reason: 'certificate_mismatch' })
  }
})

t.test('no other way to write or compute the thumbprint matches', async (t) => {
  for (const [mistake, bound] of Object.entries(appendixA.wrong)) {
    const verdict = checkCertificateThumbprint(read(appendixA.pem), bound)
    t.match(verdict, { verdict: 'fail', reason: 'certificate_mismatch' }, mistake)
  }
})

t.test(
  'thumbprints are compared as text, so that a token bound to unused bits matches nothing else',
  async (t) => {
    const form = 'PEM'
    const { thumbprint, canonicalForm } = example
    t.match(checkCertificateThumbprint({ form, thumbprint }, thumbprint), { verdict: 'pass' })
    t.match(checkCertificateThumbprint({ form, thumbprint: canonicalForm }, thumbprint), { verdict: 'fail' })
  },
)

t.test('the certificate of an unbound token is passed over', async (t) => {
  t.match(skipCertificateChecks(), {
    verdict: 'skipped',
    why: 'the access token is not bound to a certificate',
  })
})
