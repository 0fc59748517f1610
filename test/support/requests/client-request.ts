import type { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'

/** HTTP Basic, whose two halves are form-urlencoded (RFC 6749 §2.3.1). */
export function readCredentials({ headers: { authorization = '' } }: FastifyRequest) {
  const [, encoded] = /^Basic (.+)$/i.exec(authorization) ?? []
  if (encoded === undefined) return {}
  const [clientId = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))
  return { clientId: decode(clientId), clientSecret: decode(rest.join(':')) }
}

/** The access token in either scheme (RFC 6750 §2.1, RFC 9449 §7.1). */
export function readToken({ headers: { authorization = '' } }: FastifyRequest): string | undefined {
  return /^(?:Bearer|DPoP) (.+)$/i.exec(authorization)?.[1]
}

/** The proof, with what it has to be for, and the certificate that came through TLS. */
export function readPossession({ headers: { dpop }, method, raw }: FastifyRequest, url: string) {
  const certificate = (raw.socket as Partial<TLSSocket>).getPeerCertificate?.().raw
  const lines = certificate?.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')
  return {
    ...(dpop !== undefined && { dpop: String(dpop), htm: method, htu: url }),
    ...(lines !== undefined && {
      clientCertificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    }),
  }
}
