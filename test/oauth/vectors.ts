import { readFileSync } from 'node:fs'

interface Origin {
  readonly id: string
  readonly origin: string
  readonly document: string
}

export interface UriVectors {
  readonly htu: readonly (Origin & {
    readonly requestUri: string
    readonly htu: string
    readonly normalised: string | null
    readonly matches: boolean
  })[]
  readonly equivalent: readonly (Origin & { readonly uris: readonly string[] })[]
}

export interface CertificateVectors {
  /** `thumbprint` is that of the certificate which Node's parser finds, null where it finds none. */
  readonly forms: readonly (Origin & { readonly value: string; readonly thumbprint: string | null })[]
  readonly appendixA: Origin & {
    readonly pem: string
    readonly thumbprint: string
    readonly wrong: Readonly<Record<string, string>>
  }
  readonly example: Origin & { readonly thumbprint: string; readonly canonicalForm: string }
  readonly header: Origin & {
    readonly leaf: string
    readonly chain: readonly string[]
    readonly thumbprints: readonly string[]
    readonly clientCert: string
    readonly clientCertChain: string
  }
}

export interface DpopVectors {
  readonly proofs: readonly (Origin & {
    readonly jws: string
    readonly jkt: string
    readonly payload: Readonly<Record<string, unknown>>
    readonly accessToken?: string
  })[]
  readonly accessTokenHashes: readonly (Origin & {
    readonly accessToken: string
    readonly ath: string
    readonly wrong: Readonly<Record<string, string>>
  })[]
  readonly thumbprints: readonly (Origin & {
    readonly jwk: Readonly<Record<string, string>>
    readonly thumbprint: string
    readonly strippedXThumbprint?: string
  })[]
  readonly signatures: readonly (Origin & { readonly jws: string; readonly payload: string | null })[]
  readonly nonces: readonly (Origin & { readonly nonce: string; readonly wellFormed: boolean })[]
}

interface Vectors {
  readonly uri: UriVectors
  readonly certificate: CertificateVectors
  readonly dpop: DpopVectors
}

/** The literal vectors of the standards. `tsc` copies no JSON, so they are read from the sources. */
export function readVectors<Topic extends keyof Vectors>(topic: Topic): Vectors[Topic] {
  const file = new URL(`../../../test/vectors/${topic}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Vectors[Topic]
}
