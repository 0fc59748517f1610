import { Option } from 'commander'
import { grantUri } from '../../oauth/grants/grant-management.ts'
import { createRandom, type Random } from '../../base/random.ts'
import { makeKeyFor, type TestKey } from '../../testkit/key.ts'
import { proofFlaws } from '../../testkit/proof-flaws.ts'
import { isTargetUri, normaliseTarget } from '../../testkit/htu.ts'
import { makeProof, type ProofOptions } from '../../testkit/proof.ts'
import { CommandError, usageError } from '../command-error.ts'
import { listFlaws, readBreak, readNow } from '../flaws.ts'
import { readKeyFile } from '../key-file.ts'
import type { Call, Options, Subcommand } from '../subcommand.ts'

const formats: Readonly<Record<string, (made: MadeProof) => string>> = {
  proof: ({ proof }) => proof,
  header: ({ proof }) => `DPoP: ${proof}`,
  json: (made) => JSON.stringify(made, null, 2),
}

interface MadeProof {
  readonly proof: string
  readonly htm: string
  readonly htu: string
  readonly jkt: string
  readonly publicJwk: object
  /** Printed only for a key that was made here. */
  readonly privateJwk?: object
}

export const subcommand: Subcommand = {
  description:
    'Prints a DPoP proof (RFC 9449) for one request. Needs no running mock. Never use its keys for anything real.',
  options: [
    new Option('--key <file>', 'private key: PEM, a JWK, JSON with privateJwk; or new').makeOptionMandatory(),
    new Option('--uri <uri>', 'URI of the request (htu)').conflicts(['grantId', 'endpoint']),
    new Option('--endpoint <uri>', 'grant management endpoint, with --grant-id instead of --uri'),
    new Option('--grant-id <id>', 'grant that the request is for'),
    new Option('--method <method>', 'method of the request (htm)').default('GET'),
    new Option('--access-token <token>', 'access token of the request (ath); none at a token endpoint'),
    new Option('--nonce <nonce>', 'nonce from the server'),
    new Option('--now <instant>', 'time of the proof, like 2026-01-01T00:00:00Z or now - 1h (default: now)'),
    new Option('--break <word>', 'break it in one way'),
    new Option('--format <format>', 'how to print it').choices(Object.keys(formats)).default('proof'),
  ],
  lists: [['Words for --break, and what POST /gm answers', listFlaws(proofFlaws)]],
  examples: [
    [
      'gm-mock dpop --key new --uri https://as.example.com/token --method POST --format json',
      'with a new key, which is printed too',
    ],
    [
      'gm-mock dpop --key key.json --access-token T --endpoint https://as.example.com/grants --grant-id G',
      'for the query of a grant',
    ],
    [
      'curl -H "$(gm-mock dpop --key key.json --access-token T --uri "$URI" --format header)" "$URI"',
      'as a header',
    ],
  ],
  run: printProof,
}

async function printProof({ options, terminal }: Call): Promise<void> {
  const method = String(options['method'])
  const uri = readUri(options)
  const word = readBreak(options, proofFlaws)
  const now = readNow(options)
  const random = createRandom()
  const isNew = options['key'] === 'new'
  const key = isNew ? await makeKeyFor('ES256', random) : await readKeyFile(String(options['key']))
  const proofOptions = {
    key,
    method,
    uri,
    now,
    ...readPresented(options),
    ...(word !== undefined && { break: word }),
  }
  const made = describe(await sign(proofOptions, random), proofOptions, key, isNew)
  const format = formats[String(options['format'])]
  if (isNew && options['format'] !== 'json') {
    terminal.report('gm-mock: the new key is not kept; --format json prints it.\n')
  }
  terminal.print(`${format?.(made)}\n`)
}

/** Only the key can be refused here: an RSA key that is too short. */
async function sign(options: ProofOptions, random: Random): Promise<string> {
  try {
    return await makeProof(options, random)
  } catch (error) {
    throw new CommandError(`cannot sign with this key: ${(error as Error).message}`, usageError)
  }
}

function describe(proof: string, options: ProofOptions, key: TestKey, isNew: boolean): MadeProof {
  const { publicJwk, privateJwk, jkt } = key
  return {
    proof,
    htm: options.method,
    htu: normaliseTarget(options.uri),
    jkt,
    publicJwk,
    ...(isNew && { privateJwk }),
  }
}

function readUri(options: Options): string {
  const uri = findUri(options)
  const problem = isTargetUri(uri, 'uri')
  if (problem === undefined) return uri
  throw new CommandError(`${options['uri'] === undefined ? '--endpoint' : '--uri'} ${problem}.`, usageError)
}

function findUri({ uri, endpoint, grantId }: Options): string {
  if (typeof uri === 'string') return uri
  if (typeof endpoint !== 'string' || typeof grantId !== 'string') {
    throw new CommandError('a proof needs --uri, or --endpoint and --grant-id.', usageError)
  }
  const grant = grantUri(endpoint, grantId)
  if (grant !== undefined) return grant
  throw new CommandError(
    'no URI is made of this --endpoint and --grant-id. Give the whole --uri.',
    usageError,
  )
}

function readPresented({ accessToken, nonce }: Options): Pick<ProofOptions, 'accessToken' | 'nonce'> {
  return {
    ...(typeof accessToken === 'string' && { accessToken }),
    ...(typeof nonce === 'string' && { nonce }),
  }
}
