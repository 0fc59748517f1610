import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

/** Whether OpenSSL's command is there. In CI it has to be. */
export function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0 || process.env['CI'] === 'true'
}

/** A certificate as OpenSSL's configuration describes it. */
export interface CertificateOptions {
  /** Without blanks. */
  readonly subject?: string
  /** Lines of an extension section. */
  readonly extensions?: readonly string[]
  /** Lines that the extensions refer to. */
  readonly sections?: readonly string[]
  readonly days?: number
  readonly digest?: string
  /** Arguments of `openssl genpkey`. */
  readonly key?: string
  /** Made without extensions, by a command that writes version 1 where it still can. */
  readonly isOld?: boolean
}

export interface Workshop {
  /** Certificates in PEM, each issued by the one before it, the first by itself. */
  readonly issue: (chain: readonly CertificateOptions[]) => readonly string[]
  /** What `openssl verify` says of the last, with the first as root. */
  readonly verify: (certificates: readonly string[], at: number) => boolean
}

const p256 = '-algorithm EC -pkeyopt ec_paramgen_curve:P-256'

export function openWorkshop(t: Pick<Test, 'teardown'>): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'gm-mock-openssl-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const run = (command: string) =>
    spawnSync('openssl', command.trim().split(/ +/), { cwd: folder, encoding: 'utf8' })
  const demand = (command: string) => {
    const { status, stderr } = run(command)
    if (status !== 0) throw new Error(`openssl ${command}: ${stderr}`)
  }
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const keys = new Map<string, string>()
  const takeKey = (level: number, { key: kind = p256 }: CertificateOptions = {}): string => {
    const name = `${level} ${kind}`
    const key = keys.get(name) ?? `${keys.size}.key`
    if (!keys.has(name)) demand(`genpkey ${kind} -out ${key}`)
    keys.set(name, key)
    return key
  }
  const issueOne = (options: CertificateOptions, level: number, chain: readonly CertificateOptions[]) => {
    const { subject = `/CN=Level-${level}`, days = 3650, digest = 'sha256' } = options
    const key = takeKey(level, options)
    const above = chain[level - 1]
    const issuer = above === undefined ? '' : `-CA ${level - 1}.pem -CAkey ${takeKey(level - 1, above)}`
    write('config', describe(options, above?.isOld === true))
    const out = `-days ${days} -out ${level}.pem ${issuer}`
    if (options.isOld === true) {
      demand(`req -new -key ${key} -subj ${subject} -config config -out csr`)
      demand(`x509 -req -in csr ${out} ${issuer === '' ? `-signkey ${key}` : '-CAcreateserial'}`)
    } else {
      demand(
        `req -x509 -new -utf8 -key ${key} -subj ${subject} -${digest} -config config -extensions ext ${out}`,
      )
    }
    return readFileSync(join(folder, `${level}.pem`), 'utf8')
  }
  const verify = ([root = '', ...others]: readonly string[], at: number) => {
    write('root', root)
    write('others', others.slice(0, -1).join(''))
    write('client', others.at(-1) ?? root)
    const rules = `-purpose sslclient -policy anyPolicy -attime ${Math.floor(at / 1000)}`
    const untrusted = others.length > 1 ? '-untrusted others' : ''
    return run(`verify ${rules} -no-CApath -no-CAstore -CAfile root ${untrusted} client`).status === 0
  }
  return { issue: (chain) => chain.map(issueOne), verify }
}

/** By identifiers of keys a path is found where several certificates have one name. */
function describe({ extensions = [], sections = [] }: CertificateOptions, isIssuerOld: boolean): string {
  const identifiers = isIssuerOld ? [] : ['subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid']
  return [
    '[req]',
    'distinguished_name=dn',
    '[dn]',
    '[ext]',
    ...identifiers,
    ...extensions,
    ...sections,
    '',
  ].join('\n')
}
