import { describe, isObject, type Check } from '../base/options/checks.ts'

/** Options whose time is the testkit's by default. */
export type Timed<Options extends { readonly now: number }> = Omit<Options, 'now'> & { readonly now?: number }

const isJwk = (value: unknown): boolean => isObject(value) && typeof value['kty'] === 'string'

/** A `KeyPair`, which may have more members. */
export const isKeyPair: Check = (value) => {
  if (isObject(value) && isJwk(value['privateJwk']) && isJwk(value['publicJwk'])) {
    return typeof Object(value['privateJwk']).d === 'string' ? undefined : 'has no private key as privateJwk'
  }
  const given = isJwk(value) ? 'a JWK' : describe(value)
  return `is ${given}, not a key pair such as makeKey returns: { privateJwk, publicJwk }`
}

/** A `PrivateJwk`. */
export const isPrivateKeyOnP256: Check = (value) => {
  const fits =
    isObject(value) &&
    value['crv'] === 'P-256' &&
    ['kty', 'x', 'y', 'd'].every((name) => typeof value[name] === 'string')
  if (fits) return undefined
  const given = isJwk(value) ? 'another JWK' : describe(value)
  return `is ${given}, not a private key on P-256 such as makeKey returns as privateJwk`
}

const isPem = (value: unknown): boolean => typeof value === 'string' && value.includes('-----BEGIN ')

/** A certificate with its key, which may have more members. */
export const isIssuer: Check = (value) =>
  isObject(value) && isPem(value['certificate']) && isPem(value['privateKey'])
    ? undefined
    : `is ${describe(value)}, not what makeCertificate returns: { certificate, privateKey }, both PEM`

const isPair = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')

/** A `Subject`. */
export const isSubject: Check = (value) =>
  typeof value === 'string' || (Array.isArray(value) && value.every(isPair))
    ? undefined
    : `is ${describe(value)}, not a name such as "CN=a,O=b", nor an array of [type, value]`

/** The id of a client, as Authlete has it or as text. */
export const isClientId: Check = (value) =>
  Number.isSafeInteger(value) || (typeof value === 'string' && value !== '')
    ? undefined
    : `is ${value === '' ? 'empty' : describe(value)}, not an id such as 1001 or "1001"`
