import { createHmac } from 'node:crypto'
import { sha256 } from '../base/digest.ts'
import type { Random } from '../base/random.ts'
import type { Flaw } from './flaw.ts'
import { signJwt } from './jwt.ts'
import { makeKeyFor, type Jwk } from './key.ts'

type Members = Readonly<Record<string, unknown>>

/** A proof before it is signed. */
interface UnsignedProof {
  readonly header: Members & { readonly alg: string }
  readonly claims: Members
  readonly privateJwk: Jwk
}

/** One way to make a proof wrong. */
interface ProofFlaw extends Flaw {
  readonly make: (proof: UnsignedProof, random: Random) => Promise<string>
}

const day = 86_400

/** The `jti` of all proofs that are made for replay. */
const replayedJti = 'replayed'

const invalid = { reason: 'dpop_proof_invalid', resultCode: 'A281307' } as const
const nonceUnusable = { reason: 'dpop_nonce_unusable', resultCode: 'A281311' } as const

/** All flaws of DPoP proofs by name. */
export const proofFlaws = {
  jws: {
    does: 'no JWS: the signature and the dot before it are missing',
    clause: 'RFC 9449 §4.3 (2)',
    ...invalid,
    make: async (proof) => (await sign(proof)).replace(/\.[^.]*$/, ''),
  },
  'alg-none': {
    does: 'an unsecured JWT: `alg` is none and the signature empty',
    clause: 'RFC 9449 §4.3 (5)',
    ...invalid,
    make: async (proof) => writeJws({ ...proof.header, alg: 'none' }, proof.claims, () => ''),
  },
  typ: {
    does: '`typ` is JWT',
    clause: 'RFC 9449 §4.3 (4)',
    ...invalid,
    make: withHeader(() => ({ typ: 'JWT' })),
  },
  alg: {
    does: '`alg` is HS256, and the key of the MAC is the public key',
    clause: 'RFC 9449 §4.3 (5)',
    reason: 'dpop_alg_forbidden',
    resultCode: 'A281308',
    make: async ({ header, claims }) =>
      writeJws({ ...header, alg: 'HS256' }, claims, (input) =>
        createHmac('sha256', JSON.stringify(header['jwk'])).update(input).digest('base64url'),
      ),
  },
  'alg-missing': {
    does: '`alg` is left out',
    clause: 'RFC 9449 §4.3 (5)',
    reason: 'dpop_alg_missing',
    resultCode: 'A281310',
    make: async ({ header: { alg: _, ...header }, claims }) => writeJws(header, claims, () => 'c2lnbmF0dXJl'),
  },
  'jwk-missing': {
    does: '`jwk` is left out',
    clause: 'RFC 9449 §4.3 (3)',
    reason: 'dpop_jwk_missing',
    resultCode: 'A281309',
    make: withHeader(() => ({ jwk: undefined })),
  },
  'jwk-private': {
    does: '`jwk` has the private key too',
    clause: 'RFC 9449 §4.3 (7)',
    ...invalid,
    make: withHeader(({ privateJwk }) => ({ jwk: privateJwk })),
  },
  'wrong-key': {
    does: 'made with another key, and otherwise valid',
    clause: 'RFC 9449 §4.3 (12)',
    reason: 'dpop_key_mismatch',
    resultCode: 'A281306',
    make: async (proof, random) => {
      const { privateJwk, publicJwk } = await makeKeyFor(proof.header.alg, random)
      return sign({ ...proof, header: { ...proof.header, jwk: publicJwk }, privateJwk })
    },
  },
  signature: {
    does: 'one bit of the signature is changed',
    clause: 'RFC 9449 §4.3 (6)',
    ...invalid,
    make: async (proof) => (await sign(proof)).replace(/[^.]*$/, changeBit),
  },
  jti: {
    does: '`jti` is left out',
    clause: 'RFC 9449 §4.2',
    ...invalid,
    make: withClaims(() => ({ jti: undefined })),
  },
  htm: {
    does: '`htm` is another method',
    clause: 'RFC 9449 §4.3 (8)',
    ...invalid,
    make: withClaims(({ claims }) => ({ htm: claims['htm'] === 'POST' ? 'GET' : 'POST' })),
  },
  htu: {
    does: '`htu` is another URI',
    clause: 'RFC 9449 §4.3 (9)',
    ...invalid,
    make: withClaims(() => ({ htu: 'https://elsewhere.example.com/' })),
  },
  ath: {
    does: '`ath` is the hash of another access token',
    clause: 'RFC 9449 §4.3 (12)',
    ...invalid,
    make: withClaims(() => ({ ath: sha256('another access token') })),
  },
  'ath-missing': {
    does: '`ath` is left out',
    clause: 'RFC 9449 §4.2',
    ...invalid,
    make: withClaims(() => ({ ath: undefined })),
  },
  nonce: {
    does: '`nonce` is not one of the server; accepted where no nonce is required',
    clause: 'RFC 9449 §4.3 (10)',
    ...nonceUnusable,
    make: withClaims(() => ({ nonce: 'given-out-by-nobody' })),
  },
  'nonce-missing': {
    does: '`nonce` is left out; accepted where none is required',
    clause: 'RFC 9449 §4.3 (10)',
    ...nonceUnusable,
    make: withClaims(() => ({ nonce: undefined })),
  },
  iat: {
    does: '`iat` is left out',
    clause: 'RFC 9449 §4.2',
    ...invalid,
    make: withClaims(() => ({ iat: undefined })),
  },
  expired: {
    does: '`iat` is a day ago; accepted where a nonce is required',
    clause: 'RFC 9449 §4.3 (11)',
    ...invalid,
    make: withClaims(({ claims }) => ({ iat: Number(claims['iat']) - day })),
  },
  future: {
    does: '`iat` is in a day; accepted where a nonce is required',
    clause: 'RFC 9449 §4.3 (11)',
    ...invalid,
    make: withClaims(({ claims }) => ({ iat: Number(claims['iat']) + day })),
  },
  replay: {
    does: '`jti` is always the same: the first proof is accepted, each further one is a replay',
    clause: 'RFC 9449 §11.1',
    reason: 'dpop_proof_replayed',
    resultCode: 'A281312',
    make: withClaims(() => ({ jti: replayedJti })),
  },
} as const satisfies Readonly<Record<string, ProofFlaw>>

export type ProofBreak = keyof typeof proofFlaws

function sign({ header, claims, privateJwk }: UnsignedProof): Promise<string> {
  return signJwt(header, claims, privateJwk)
}

function withHeader(change: (proof: UnsignedProof) => Members): ProofFlaw['make'] {
  return async (proof) => sign({ ...proof, header: { ...proof.header, ...change(proof) } })
}

function withClaims(change: (proof: UnsignedProof) => Members): ProofFlaw['make'] {
  return async (proof) => sign({ ...proof, claims: { ...proof.claims, ...change(proof) } })
}

/** Writes a JWS that a library for JWTs would refuse to write. */
function writeJws(header: Members, claims: Members, finish: (input: string) => string): string {
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${finish(input)}`
}

function changeBit(signature: string): string {
  const octets = Buffer.from(signature, 'base64url')
  octets[octets.length - 1] = Number(octets.at(-1)) ^ 1
  return octets.toString('base64url')
}
