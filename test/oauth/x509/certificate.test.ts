import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { createCertificateReader, expectPem, certificateFormOf } from '../../../src/oauth/x509/certificate.ts'
import { readVectors } from '../vectors.ts'

const { forms, appendixA, header } = readVectors('certificate')

const something = 'PEM of something else than a certificate'

/** How the trace names each of the forms, so that who configured the gateway sees what arrived. */
const nameOf: Readonly<Record<string, string>> = {
  'pem-lf': 'PEM',
  'pem-no-final-newline': 'PEM',
  'pem-crlf': 'PEM',
  'pem-cr': 'PEM with carriage returns for line feeds',
  'pem-spaces-instead-of-newlines': 'PEM with blanks for line feeds',
  'pem-single-line-no-separators': 'PEM without line feeds',
  'pem-tab-folded': 'PEM with folded lines',
  'pem-leading-text': 'PEM',
  'pem-trailing-text': 'PEM',
  'pem-json-escaped-newlines': 'PEM with escaped line feeds',
  'pem-trusted-label': 'PEM',
  'pem-x509-label': 'PEM',
  'pem-lowercase-label': something,
  'pem-long-lines': 'PEM',
  'urlencoded-pem': 'URL-encoded PEM',
  'urlencoded-raw-plus': 'URL-encoded PEM',
  'urlencoded-plus-for-space': 'URL-encoded PEM',
  'der-base64': 'base64 DER',
  'der-base64url': 'base64url DER',
  'rfc9440-sf-bytes': 'RFC 9440 byte sequence',
  'der-hex': 'hexadecimal DER',
  xfcc: 'X-Forwarded-Client-Cert element (Envoy)',
  'pem-bundle-leaf-first': 'PEM',
  'pem-bundle-leaf-second': 'PEM',
  empty: 'unknown form',
  'apache-null': 'unknown form',
  'pem-truncated': 'PEM',
  'pem-public-key': something,
  'pem-bom': 'PEM',
  'pem-nul': 'PEM',
  'pem-der-trailing-bytes': 'PEM',
  'der-base64-trailing-bytes': 'base64 DER',
  'pem-missing-end': 'PEM',
  'pem-label-mismatch': 'PEM',
  'pem-empty-body': 'PEM',
  'pem-bad-base64-char': 'PEM',
  'pem-one-bit-flipped': 'PEM',
  'pem-private-key': something,
  'pem-csr-label': something,
  'pem-pkcs7-label': something,
  'xfcc-two-hops': 'X-Forwarded-Client-Cert element (Envoy)',
  'rfc9440-list': 'RFC 9440 byte sequence',
  'pem-comma-joined-two': 'PEM',
  'x5t-instead-of-cert': 'a thumbprint instead of a certificate',
  'nginx-empty-dash': 'unknown form',
}

t.test('every form is named, and only what is a PEM certificate has a thumbprint', async (t) => {
  const read = createCertificateReader()
  t.equal(forms.length, 45)
  for (const { id, value, thumbprint } of forms) {
    const form = nameOf[id.replace('mtls-form-', '')] ?? 'no name in the table'
    t.strictSame(read(value), thumbprint === null ? { form } : { form, thumbprint }, id)
  }
})

t.test('the certificate of RFC 8705 has the thumbprint that the RFC prints', async (t) => {
  const { thumbprint } = createCertificateReader()(appendixA.pem)
  t.equal(thumbprint, appendixA.thumbprint)
  for (const [mistake, value] of Object.entries(appendixA.wrong)) t.not(thumbprint, value, mistake)
})

t.test('a certificate that has expired is read like any other', async (t) => {
  for (const [pem, thumbprint] of [
    [appendixA.pem, appendixA.thumbprint],
    [header.leaf, header.thumbprints[0]],
  ] as const) {
    t.ok(Date.parse(new X509Certificate(pem).validTo) < Date.now(), 'it has expired')
    t.strictSame(createCertificateReader()(pem), { form: 'PEM', thumbprint })
  }
})

t.test('a self-signed certificate and one of an authority are read like any other', async (t) => {
  const [intermediate = '', root = ''] = header.chain
  const selfSigned = new X509Certificate(root)
  t.ok(selfSigned.checkIssued(selfSigned) && selfSigned.verify(selfSigned.publicKey), 'it signed itself')
  t.ok(selfSigned.ca, 'it is of an authority')
  t.equal(createCertificateReader()(root).thumbprint, header.thumbprints[2])
  t.equal(createCertificateReader()(intermediate).thumbprint, header.thumbprints[1])
})

t.test('the headers of RFC 9440 are no PEM', async (t) => {
  const read = createCertificateReader()
  t.strictSame(read(header.clientCert), { form: 'RFC 9440 byte sequence' })
  t.strictSame(read(header.clientCertChain), { form: 'RFC 9440 byte sequence' })
})

t.test('white space around a certificate changes nothing', async (t) => {
  for (const blank of [' ', '\n', '\r\n', '\t', '\uFEFF', ' \n\t ']) {
    const reading = createCertificateReader()(`${blank}${appendixA.pem}${blank}`)
    t.strictSame(reading, { form: 'PEM', thumbprint: appendixA.thumbprint }, JSON.stringify(blank))
  }
})

t.test('a text of up to 65,536 characters is read and a longer one is refused', async (t) => {
  const { pem, thumbprint } = appendixA
  const longest = pem.trim() + 'x'.padStart(65_536 - pem.trim().length, '\n')
  t.equal(longest.length, 65_536)
  t.strictSame(createCertificateReader()(longest), { form: 'PEM', thumbprint })
  t.strictSame(createCertificateReader()(`${longest}x`), { form: 'text longer than 65536 characters' })
})

t.test('a text is named by what it looks like', async (t) => {
  const names: readonly (readonly [text: string, name: string])[] = [
    ['MII', 'base64 DER'],
    ['MII_', 'base64url DER'],
    ['MII==', 'base64 DER'],
    ['MI!', 'unknown form'],
    ['3082', 'hexadecimal DER'],
    ['308g', 'unknown form'],
    [':MII=:', 'RFC 9440 byte sequence'],
    [':MII=', 'unknown form'],
    [':MII=:;a=b', 'RFC 9440 byte sequence'],
    [':MII=:, :MII=:', 'RFC 9440 byte sequence'],
    ['A'.repeat(43), 'a thumbprint instead of a certificate'],
    ['A'.repeat(42), 'unknown form'],
    ['A'.repeat(44), 'unknown form'],
    ['URI=spiffe://host', 'X-Forwarded-Client-Cert element (Envoy)'],
    ['uri=spiffe://host', 'unknown form'],
    ['-----BEGIN CERTIFICATE----', 'unknown form'],
    ['-----BEGIN RSA PRIVATE KEY-----\n', something],
    ['MIIa+/==,MIIb', 'base64 DER of a chain, joined by commas (Traefik)'],
    ['MIIa+/==, MIIb=,MIIc', 'base64 DER of a chain, joined by commas (Traefik)'],
    ['MIIa%2B%2Fb%3D%3D', 'URL-encoded base64 DER (Traefik)'],
    ['MIIa%2bb,MIIc%3d', 'URL-encoded base64 DER (Traefik)'],
    ['MIIa%2Cb%3D%2CMIIc', 'URL-encoded base64 DER (Traefik)'],
    ['MIIa%zz', 'unknown form'],
    ['Subject%3D%22CN%3Da%22', 'details of a certificate (Traefik)'],
    ['Issuer%3D%22CN%3Da%22%3BSAN%3Da.example', 'details of a certificate (Traefik)'],
    ['SAN%3Da.example', 'details of a certificate (Traefik)'],
    ['NB%3D1%3BNA%3D2', 'details of a certificate (Traefik)'],
    ['Subject="CN=a";Cert="x"', 'X-Forwarded-Client-Cert element (Envoy)'],
    ['%2D%2D%2D%2D%2DBEGIN%20CERTIFICATE%2D%2D%2D%2D%2D', 'URL-encoded PEM'],
    ['-----BEGIN%2520CERTIFICATE-----', 'PEM that is URL-encoded twice'],
    ['-----BEGIN CERTIFICATE-----\\r\\nMII', 'PEM with escaped line feeds'],
    ['-----BEGIN CERTIFICATE-----\tMII', 'PEM with tabs for line feeds'],
    ['LS0tLS1CRUdJTiBDRVJU', 'base64 of PEM'],
    ['MIIa\nMIIb==', 'base64 DER with white space'],
    ['["MIIa"]', 'x5c array (RFC 7517)'],
    ['"MIIa"', 'certificate in quotation marks'],
    ['30'.repeat(32), 'a fingerprint instead of a certificate'],
    ['ab'.repeat(20), 'a fingerprint instead of a certificate'],
    [Array(32).fill('AB').join(':'), 'a fingerprint instead of a certificate'],
    ['0\u0082\u0001', 'DER read as text'],
    ['CN=client.example,O=x', 'a subject instead of a certificate'],
    ['/C=GB/CN=x', 'a subject instead of a certificate'],
  ]
  for (const [text, name] of names) t.equal(certificateFormOf(text), name, text)
})

t.test('the trace says how PEM is made of each form', async (t) => {
  for (const form of new Set(Object.values(nameOf))) {
    const isPlain = ['PEM', 'unknown form'].includes(form)
    t.match(expectPem(form), isPlain ? /^PEM$/ : /^PEM: \S/, form)
  }
  t.equal(expectPem('base64 DER'), 'PEM: put the lines of PEM around the base64')
})

t.test('naming a form takes no longer than reading the text', async (t) => {
  for (const piece of ['MIIa,', 'MIIa ', '%2B', '-----BEGIN', 'AB:', '-', ' ', 'MI\n']) {
    const began = performance.now()
    certificateFormOf(`MI${piece.repeat(65_000 / piece.length)}!`)
    certificateFormOf(`${piece.repeat(65_000 / piece.length)}!`)
    t.ok(performance.now() - began < 500, piece)
  }
})

t.test('a remembered reading is the same as the first one', async (t) => {
  const read = createCertificateReader()
  for (const { id, value } of forms) {
    const first = read(value)
    t.strictSame(read(value), first, id)
    t.strictSame(createCertificateReader()(value), first, `${id}, read by another reader`)
  }
})

t.test('a reader that remembers one certificate still tells all apart', async (t) => {
  const read = createCertificateReader(1)
  const all = [header.leaf, ...header.chain]
  for (const round of [1, 2]) {
    t.strictSame(
      all.map((pem) => read(pem).thumbprint),
      header.thumbprints,
      `round ${round}`,
    )
  }
})

const armour = fc.constantFrom(
  '-----BEGIN CERTIFICATE-----',
  '-----END CERTIFICATE-----',
  '-----BEGIN ',
  '\\n',
  '\n',
)

t.test('no text makes reading throw, and none of arbitrary characters is a certificate', async () => {
  const read = createCertificateReader()
  const pieces = fc.array(fc.oneof(armour, fc.string({ unit: 'binary' }), fc.base64String()))
  const texts = fc.oneof(
    pieces.map((chosen) => chosen.join('')),
    fc.string({ unit: fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { form, thumbprint } = read(text)
      return form !== '' && thumbprint === undefined
    }),
    { numRuns: 1000 },
  )
})
