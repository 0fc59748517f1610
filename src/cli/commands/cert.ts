import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Option } from 'commander'
import { createRandom } from '../../base/random.ts'
import { certificateFlaws } from '../../testkit/certificate-flaws.ts'
import { makeCertificate, type MadeCertificate } from '../../testkit/certificate.ts'
import { CommandError, usageError } from '../command-error.ts'
import { listFlaws, readBreak, readNow } from '../flaws.ts'
import type { Call, Options, Subcommand } from '../subcommand.ts'

export const subcommand: Subcommand = {
  description:
    'Prints a client certificate with its private key, and its thumbprint (x5t#S256, RFC 8705). Needs no running mock. Never use it for anything real.',
  options: [
    new Option('--subject <name>', 'common name, or a distinguished name like CN=a,O=b,C=JP'),
    new Option('--out <folder>', 'write certificate.pem and private-key.pem there').conflicts('format'),
    new Option('--now <instant>', 'when it begins, like 2026-01-01T00:00:00Z or now - 1h (default: now)'),
    new Option('--break <word>', 'break it in one way; the thumbprint is that of the right one'),
    new Option('--format <format>', 'how to print it').choices(['pem', 'json']).default('pem'),
  ],
  lists: [['Words for --break, and what POST /gm answers', listFlaws(certificateFlaws)]],
  examples: [
    ['gm-mock cert --out tls', 'tls/certificate.pem and tls/private-key.pem; prints the thumbprint'],
    [
      'gm-mock cert --subject "CN=client.example,O=Example,C=JP" > client.pem',
      'both in one file, as curl --cert takes them',
    ],
    ['gm-mock cert --break url-encoded --format json', 'as a gateway forwards it, not decoded'],
  ],
  run: printCertificate,
}

async function printCertificate({ options, terminal }: Call): Promise<void> {
  const made = await make(options)
  const { out, format } = options
  if (typeof out === 'string') {
    await write(made, out)
    terminal.print(`${made.thumbprint}\n`)
    return
  }
  if (format === 'json') return terminal.print(`${JSON.stringify(made, null, 2)}\n`)
  terminal.print(`${made.certificate.trimEnd()}\n${made.privateKey}`)
  terminal.report(`x5t#S256 ${made.thumbprint}\n`)
}

async function make(options: Options): Promise<MadeCertificate> {
  const word = readBreak(options, certificateFlaws)
  const { subject } = options
  const certificateOptions = {
    now: readNow(options),
    ...(typeof subject === 'string' && { subject }),
    ...(word !== undefined && { break: word }),
  }
  try {
    return await makeCertificate(certificateOptions, createRandom())
  } catch (error) {
    throw new CommandError(`--subject: ${(error as TypeError).message}`, usageError)
  }
}

/** Only the owner may read the key, and existing files are never overwritten. */
async function write({ certificate, privateKey }: MadeCertificate, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'private-key.pem'), privateKey, { flag: 'wx', mode: 0o600 })
    await writeFile(join(folder, 'certificate.pem'), certificate, { flag: 'wx' })
  } catch (error) {
    throw new CommandError(explain(error as NodeJS.ErrnoException, folder))
  }
}

function explain({ code, path = '', message }: NodeJS.ErrnoException, folder: string): string {
  if (code === 'EEXIST' && path !== folder) return `${path} is there already. Give another folder.`
  return `cannot write the certificate: ${message}`
}
