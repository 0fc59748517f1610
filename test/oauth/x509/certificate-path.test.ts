import t from 'tap'
import { checkInto } from '../../../src/base/verdict.ts'
import {
  checkCertificatePathForm,
  checkTrustAnchors,
  readPemCertificate,
  type CertificatePathReason,
} from '../../../src/oauth/x509/certificate-path.ts'
import { findCertificatePathError } from '../../../src/oauth/x509/path/find-path.ts'
import { certificatePaths as paths, certificates } from '../../support/requests/client-presentations.ts'

type Name = keyof typeof paths
const check = checkInto<CertificatePathReason>([])

function read(pem: string) {
  const certificate = readPemCertificate(pem)
  if (certificate === undefined) throw new Error('no certificate')
  return certificate
}

const now = Date.UTC(2027, 0, 1)

async function holds(leaf: string, path: readonly Name[], root: Name = 'root', at = now): Promise<boolean> {
  const expected = { path: path.map((name) => read(paths[name])), roots: [read(paths[root])], now: at }
  return (await findCertificatePathError(read(leaf), expected)) === undefined
}

t.test('a certificate that a root issued, itself or through an authority, passes', async (t) => {
  t.ok(await holds(paths.issued, []))
  t.ok(await holds(paths.delegated, ['intermediate']))
  t.ok(await holds(paths.delegated, ['intermediate', 'root']), 'the root may come along')
  t.ok(await holds(paths.issued, ['issued']), 'and so may the certificate itself')
  t.ok(await holds(paths.issued, ['rogue']), 'what has nothing to do with it does no harm')
})

t.test('a certificate that no root stands behind does not pass', async (t) => {
  const cases: Readonly<Record<string, Promise<boolean>>> = {
    'the authority in between is missing': holds(paths.delegated, []),
    'an authority with the name of the root': holds(paths.forged, ['rogue']),
    'another path beside it': holds(paths.forged, ['rogue', 'issued', 'intermediate']),
    'a certificate that signs for itself': holds(certificates.named, []),
    'one that was issued by a client': holds(paths.byLeaf, ['issued']),
    'another root': holds(paths.issued, [], 'rogue'),
    'before its time': holds(paths.issued, [], 'root', Date.UTC(2020, 0, 1)),
    'after its time': holds(paths.issued, [], 'root', Date.UTC(2200, 0, 1)),
  }
  for (const [name, verdict] of Object.entries(cases)) t.notOk(await verdict, name)
})

t.test('an instant that no date can hold lets nothing pass', async (t) => {
  t.notOk(await holds(paths.issued, [], 'root', Number.NaN))
})

t.test('a path is as long as a path can be, and no longer', async (t) => {
  const form = (length: number) => checkCertificatePathForm(Array.from({ length }, () => paths.intermediate))
  t.equal(check.find(form(10)).value?.length, 10)
  t.equal(check.find(form(11)).value, undefined)
  t.strictSame(check.find(checkCertificatePathForm()).value, [])
})

t.test('roots are certificates, and there is one at least', async (t) => {
  t.equal(check.find(checkTrustAnchors([paths.root, paths.rogue])).value?.length, 2)
  for (const registered of [undefined, [], 'MII', {}]) {
    t.match(checkTrustAnchors(registered), { reason: 'client_trust_anchors_missing' })
  }
  for (const registered of [[''], [7], [paths.root, null], ['x'.repeat(70_000)]]) {
    t.match(checkTrustAnchors(registered), { reason: 'client_trust_anchor_malformed' })
  }
})
