import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { certificateFlaws, type MadeCertificate } from '../../src/testkit.ts'
import { sha256 } from '../../src/base/digest.ts'
import { run } from './run.ts'

t.test('certificate and key are printed as PEM, the thumbprint beside them', async (t) => {
  const { code, stdout, stderr } = await run(['cert', '--now', '2026-01-01T00:00:00Z'])
  const certificate = new X509Certificate(stdout)
  t.equal(code, 0)
  t.ok(certificate.checkPrivateKey(createPrivateKey(stdout)))
  t.equal(stderr, `x5t#S256 ${sha256(certificate.raw)}\n`)
  t.match(certificate.validFrom, /Jan {2}1 00:00:00 2026/)
})

t.test('JSON holds all three', async (t) => {
  const { stdout } = await run(['cert', '--format', 'json', '--subject', 'CN=a,O=b\\, c'])
  const made = JSON.parse(stdout) as MadeCertificate
  t.strictSame(Object.keys(made), ['certificate', 'privateKey', 'thumbprint'])
  t.equal(new X509Certificate(made.certificate).subject, 'O=b\\, c\nCN=a')
})

t.test('both are written to a folder, which need not be there, and nothing is overwritten', async (t) => {
  const folder = join(t.testdir(), 'deep', 'tls')
  const { code, stdout, stderr } = await run(['cert', '--out', folder])
  const [key, certificate] = [join(folder, 'private-key.pem'), join(folder, 'certificate.pem')]
  t.strictSame([code, stderr], [0, ''])
  t.equal(stdout.trimEnd(), sha256(new X509Certificate(readFileSync(certificate)).raw))
  t.equal(statSync(key).mode & 0o777, 0o600)
  const before = readFileSync(key, 'utf8')
  t.match(await run(['cert', '--out', folder]), {
    code: 1,
    stderr: `gm-mock: ${key} is there already. Give another folder.\n`,
  })
  t.equal(readFileSync(key, 'utf8'), before)
})

t.test('a folder that cannot be is told', async (t) => {
  const file = join(t.testdir(), 'file')
  writeFileSync(file, '')
  t.match(await run(['cert', '--out', file]), { code: 1, stderr: /cannot write the certificate/ })
})

t.test('a broken certificate keeps the thumbprint of the right one', async (t) => {
  const { stdout } = await run(['cert', '--break', 'url-encoded', '--format', 'json'])
  const { certificate, thumbprint } = JSON.parse(stdout) as MadeCertificate
  t.match(certificate, /^-----BEGIN%20CERTIFICATE-----%0A/)
  t.equal(thumbprint, sha256(new X509Certificate(decodeURIComponent(certificate)).raw))
})

const mistakes: readonly (readonly [what: string, args: readonly string[], stderr: RegExp])[] = [
  ['a word that is no flaw', ['--break', 'expierd'], /--break is "expierd"\. Did you mean expired\?/],
  ['a subject that cannot be read', ['--subject', 'XY=1'], /^gm-mock: --subject: .* attribute "XY"/],
  ['no instant', ['--now', 'noon'], /^gm-mock: --now is "noon"/],
  ['a format that is none', ['--format', 'der'], /Allowed choices are pem, json/],
]
for (const [what, args, stderr] of mistakes) {
  t.test(`${what} is a mistake that is named`, async (t) => {
    t.match(await run(['cert', ...args]), { code: 2, stdout: '', stderr })
  })
}

t.test('the help lists every word with the answer that it gets', async (t) => {
  const { stdout } = await run(['cert', '--help'])
  for (const [word, { resultCode }] of Object.entries(certificateFlaws)) {
    t.match(stdout, new RegExp(`\n  ${word} [^]*?${resultCode}`), word)
  }
})
