import { X509Certificate } from 'node:crypto'
import { BitString, Integer, type BmpString } from 'asn1js'
import { AttributeTypeAndValue, Certificate, Extension } from 'pkijs'
import t from 'tap'
import { readPemCertificate } from '../../../src/oauth/x509/certificate-path.ts'
import { findCertificatePathError } from '../../../src/oauth/x509/path/find-path.ts'
import { ca, cases, client, limited, stricter } from '../../support/certificate-cases.ts'
import { hasOpenssl, openWorkshop } from '../../support/openssl.ts'

function read(pem: string) {
  const certificate = readPemCertificate(pem)
  if (certificate === undefined) throw new Error('no certificate')
  return certificate
}

/** Whether a path passes here: the first is the root, the last the client's. */
async function holds([root = '', ...others]: readonly string[], now: number): Promise<boolean> {
  const [client = root, ...path] = others.toReversed()
  const expected = { path: path.map(read), roots: [read(root)], now }
  return (await findCertificatePathError(read(client), expected)) === undefined
}

const day = 86_400_000
const skip = hasOpenssl() ? false : 'there is no openssl on this machine'

t.test('paths pass as OpenSSL lets them pass', { skip }, async (t) => {
  const { issue, verify } = openWorkshop(t)
  const now = Date.now() + 2 * day
  for (const [name, orders, passes] of cases) {
    const path = issue(orders)
    t.equal(await holds(path, now), passes, name)
    t.equal(verify(path, now), passes, `${name}, as OpenSSL sees it`)
    t.notOk(await holds(path, Date.now() - day), `${name}, before its time`)
    t.notOk(await holds(path, Date.now() + 4000 * day), `${name}, after its time`)
  }
})

t.test(
  'where OpenSSL leaves room, what can be forged or is not processed is refused',
  { skip },
  async (t) => {
    const { issue } = openWorkshop(t)
    for (const [name, orders, passes] of stricter) {
      t.equal(await holds(issue(orders), Date.now() + day), passes, name)
    }
  },
)

t.test('a path may be found among others, and circles end', { skip }, async (t) => {
  const { issue } = openWorkshop(t)
  const now = Date.now() + day
  const one = { ...ca(), subject: '/CN=One' }
  const [root = '', ...circle] = issue([one, one, one, one, one, one, one, one, one, client()])
  t.ok(await holds([root, ...circle], now), 'nine authorities of one name')
  const error = async (roots: readonly string[], path: readonly string[], leaf: string) =>
    findCertificatePathError(read(leaf), { path: path.map(read), roots: roots.map(read), now })
  const [limitedRoot = '', authority = '', leaf = ''] = issue([limited(0), ca(), client()])
  const [openRoot = ''] = issue([{ ...ca(), subject: '/CN=Level-0' }])
  t.equal(await error([limitedRoot], [authority], leaf), 'more authorities than one allows')
  t.equal(
    await error([limitedRoot, openRoot], [authority], leaf),
    undefined,
    'the other root of that name and key',
  )
  t.equal(await error([authority], [], leaf), undefined, 'an authority that is trusted by itself')
  t.equal(
    await error([leaf], [], leaf),
    'no path from a trusted root',
    'a client of somebody else is no root',
  )
  const [selfSigned = ''] = issue([client('keyUsage=critical,digitalSignature')])
  t.equal(await error([selfSigned], [], selfSigned), undefined, 'a client that is trusted by itself')
  const many = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(() => issue([one])[0] ?? '')
  const [issuer = '', ofCircle = ''] = issue([one, client()])
  t.equal(
    await error([leaf], many, ofCircle),
    'no path from a trusted root',
    'all of them issued one another',
  )
  t.equal(await error([issuer], many, ofCircle), undefined)
})

/** A certificate that signs for itself, with whatever OpenSSL does not write. */
async function selfSign(change: (certificate: Certificate) => void) {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve: 'P-256' },
    true,
    ['sign', 'verify'],
  )
  const certificate = new Certificate({ version: 2, serialNumber: new Integer({ value: 1 }) })
  const value = new BitString({ valueHex: Uint8Array.of(1).buffer }) as object as BmpString
  certificate.subject.typesAndValues.push(new AttributeTypeAndValue({ type: '2.5.4.45', value }))
  certificate.issuer.typesAndValues.push(new AttributeTypeAndValue({ type: '2.5.4.45', value }))
  certificate.notBefore.value = new Date(2020, 0)
  certificate.notAfter.value = new Date(2040, 0)
  await certificate.subjectPublicKeyInfo.importKey(publicKey)
  change(certificate)
  await certificate.sign(privateKey, 'SHA-256')
  const parsed = new X509Certificate(Buffer.from(certificate.toSchema(true).toBER()))
  return findCertificatePathError(parsed, { path: [], roots: [parsed], now: Date.UTC(2027, 0, 1) })
}

t.test('no extension stands in a certificate twice, and none in one of an older version', async (t) => {
  const extension = new Extension({ extnID: '1.2.3.4', extnValue: new Uint8Array([5, 0]).buffer })
  const put = (version: number, extensions: Extension[]) =>
    selfSign((certificate) => Object.assign(certificate, { version, extensions }))
  t.equal(await put(2, [extension]), undefined)
  t.equal(await put(2, [extension, extension]), 'an extension twice')
  t.equal(await put(1, [extension]), 'extensions in a certificate of version 1 or 2')
})
