import { readFileSync } from 'node:fs'
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose'
import { startOfTests } from '../mock.ts'

/** The members with which an authorization server hands on how a client authenticated. */
export interface PresentedMembers {
  readonly parameters: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly clientCertificate?: string
  readonly clientCertificatePath?: readonly string[]
}

/** How the parameters of an API, form-encoded, become the members of a request. */
export type Presentation<Result = PresentedMembers | Promise<PresentedMembers>> = (own: string) => Result

export const clientId = 4711
/** As long as the hash of every MAC (RFC 7518 §3.2). */
export const clientSecret = 'KbZ3cXrTq8WmN5vHs2Yd7LpG4jFa9EuRxP6oCt1BzQ0iVnMk8SwJhUyDfAgReXlT'
export const issuer = 'https://as.example.com'
export const tokenEndpoint = 'https://as.example.com/token'

function readVectors<Name extends string>(file: string): Readonly<Record<Name, string>> {
  const url = new URL(`../../../../test/vectors/${file}`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as Readonly<Record<Name, string>>
}

/** PEM certificates: one by which a client is registered, another one, one of odd names, one without a name. */
export const certificates = readVectors<'named' | 'other' | 'tricky' | 'nameless'>('tls-clients.json')

/** The same subject, issued by a root, by an intermediate authority, by a rogue that has the root's name, by a client. */
export const certificatePaths = readVectors<
  'root' | 'rogue' | 'intermediate' | 'issued' | 'delegated' | 'forged' | 'byLeaf'
>('certificate-paths.json')

export const registeredDn = 'CN=client.example,O=Example\\, Inc.,C=JP'

export const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

async function makeKey(kid: string): Promise<{ readonly own: JWK; readonly registered: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  return { own: await exportJWK(privateKey), registered: { ...(await exportJWK(publicKey)), kid } }
}

/** The client's key, and one that it has not registered. */
export const clientKey = await makeKey('one')
export const otherKey = await makeKey('one')

export function keySet(...keys: readonly object[]): string {
  return JSON.stringify({ keys })
}

/** Changes to a good assertion: members to replace, or to leave out where the value is undefined. */
export interface AssertionChanges {
  readonly header?: Readonly<Record<string, unknown>>
  readonly payload?: Readonly<Record<string, unknown>>
  readonly signWith?: JWK | string
}

let counter = 0

/** An assertion that is good for PRIVATE_KEY_JWT, except for the changes. */
export async function makeAssertion({ header, payload, signWith }: AssertionChanges = {}): Promise<string> {
  counter += 1
  const now = startOfTests / 1000
  const claims = { iss: String(clientId), sub: String(clientId), aud: issuer, exp: now + 60, iat: now }
  const protectedHeader = { alg: 'ES256', kid: 'one', ...header }
  const key = signWith ?? clientKey.own
  return new SignJWT({ ...claims, jti: `assertion-${counter}`, ...payload })
    .setProtectedHeader(protectedHeader)
    .sign(typeof key === 'string' ? Buffer.from(key) : await importJWK(key, protectedHeader.alg))
}

/** A text of a header and a payload of any kind, with a signature that is none. */
export function writeJwt(header: object | string, payload: object | string): string {
  const [first, second] = [header, payload].map((part) =>
    Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'),
  )
  return `${first}.${second}.c2lnbmF0dXJl`
}

/** The parameters of an API with more behind them. */
export function withParameters(own: string, more: Readonly<Record<string, string>>): PresentedMembers {
  return { parameters: [own, new URLSearchParams(more)].join('&') }
}

export const named = { client_id: String(clientId) }

export function basic(more: Partial<PresentedMembers> = {}): Presentation {
  return (parameters) => ({ parameters, clientId: String(clientId), clientSecret, ...more })
}

export function post(more: Readonly<Record<string, string>>): Presentation<PresentedMembers> {
  return (own) => withParameters(own, { ...named, ...more })
}

export function assertion(changes: AssertionChanges = {}, more = named): Presentation {
  return async (own) => {
    const proof = { client_assertion_type: jwtBearer, client_assertion: await makeAssertion(changes) }
    return withParameters(own, { ...more, ...proof })
  }
}

export function certificate(clientCertificate?: string, ...path: readonly string[]): Presentation {
  return (own) => ({
    ...withParameters(own, named),
    ...(clientCertificate !== undefined && { clientCertificate }),
    ...(path.length > 0 && { clientCertificatePath: path }),
  })
}
