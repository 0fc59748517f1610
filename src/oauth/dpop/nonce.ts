import { createHmac } from 'node:crypto'
import type { Service } from '../../model/service.ts'

/** The default length of a nonce window in seconds. */
const defaultWindowSeconds = 300

/** The nonces that a proof may carry now. `until` is when the last of them ends, in epoch milliseconds. */
export interface NonceWindow {
  readonly current: string
  readonly previous: string
  readonly until: number
}

/** Whether proofs need a nonce: a request can require one, never waive it (Authlete, `dpopNonceRequired`). */
export function isNonceRequired(service: Service, requestedByCall: boolean): boolean {
  return requestedByCall || service.properties.dpopNonceRequired === true
}

/**
 * The nonces of a service at a time. One is derived for every window of `dpopNonceDuration` seconds and stays valid for
 * one window more, so that a rotation fails no client in flight (RFC 9449 §8.2, §11.1).
 */
export function readNonceWindow(service: Service, now: number): NonceWindow {
  const configured = service.properties.dpopNonceDuration ?? 0
  const windowSeconds = configured > 0 ? configured : defaultWindowSeconds
  const index = Math.floor(now / (windowSeconds * 1000))
  // Derived when read, because most calls need no nonce, and two cost as much as reading the proof.
  return {
    get current() {
      return deriveNonce(service, windowSeconds, index)
    },
    get previous() {
      return deriveNonce(service, windowSeconds, index - 1)
    },
    until: (index + 2) * windowSeconds * 1000,
  }
}

function deriveNonce(service: Service, windowSeconds: number, index: number): string {
  return createHmac('sha256', service.nonceSecret)
    .update(`${service.serviceId}/${windowSeconds}/${index}`)
    .digest('base64url')
}
