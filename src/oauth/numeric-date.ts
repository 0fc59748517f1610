/**
 * The last second that a JavaScript date can represent (ECMA-262 §21.4.1.1). Milliseconds mistaken for seconds stay
 * below it.
 */
const lastSecond = 8_640_000_000_000

/**
 * RFC 7519 §2: a time in a JWT is a JSON number of seconds since 1970, with or without a fraction. `1e400` is a JSON
 * number and no time: it parses as infinity, which is after every `nbf` and before no `exp`.
 */
export function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= lastSecond
}

/** RFC 7519 §4.1.4: whether an `exp` has not come. `now` in epoch milliseconds; clocks may differ by the skew. */
export function isBeforeExpiry(exp: unknown, now: number, skewSeconds: number): boolean {
  return isNumericDate(exp) && now / 1000 - skewSeconds < exp
}

/** RFC 7519 §4.1.5, §4.1.6: whether an `nbf` or an `iat` has come. */
export function hasCome(time: unknown, now: number, skewSeconds: number): boolean {
  return isNumericDate(time) && time <= now / 1000 + skewSeconds
}
