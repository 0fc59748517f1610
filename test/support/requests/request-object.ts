import { importJWK, SignJWT, type JWK } from 'jose'
import { clientId, issuer, redirectUri } from './authorize.ts'
import { startOfTests } from '../mock.ts'
import { makeKey } from './proof.ts'

export const objectKey = await makeKey()
export const otherObjectKey = await makeKey()

/** The client's key set, as it is registered. */
export const objectKeys = JSON.stringify({ keys: [{ ...objectKey.publicJwk, kid: 'one' }] })

/** Changes to a good request object: members to replace, or to leave out where the value is undefined. */
export interface ObjectChanges {
  readonly header?: Readonly<Record<string, unknown>>
  readonly payload?: Readonly<Record<string, unknown>>
  readonly signWith?: JWK | string
}

const goodPayload = {
  iss: String(clientId),
  aud: issuer,
  exp: startOfTests / 1000 + 300,
  nbf: startOfTests / 1000,
  client_id: String(clientId),
  response_type: 'code',
  redirect_uri: redirectUri,
  scope: 'openid accounts',
  state: 'state-in-object',
}

/** A request object that is good except for the changes. */
export async function makeRequestObject({
  header,
  payload,
  signWith = objectKey.privateJwk,
}: ObjectChanges = {}): Promise<string> {
  const protectedHeader = { alg: 'ES256', kid: 'one', ...header }
  const key =
    typeof signWith === 'string' ? Buffer.from(signWith) : await importJWK(signWith, protectedHeader.alg)
  return new SignJWT({ ...goodPayload, ...payload }).setProtectedHeader(protectedHeader).sign(key)
}

/** A request object that nobody signed, or with a signature that is none. */
export function makeUnsignedObject(header: object, payload: object = {}, signature = ''): string {
  const parts = [header, { ...goodPayload, ...payload }].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `${parts.join('.')}.${signature}`
}
