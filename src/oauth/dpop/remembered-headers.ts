import { LRUCache } from 'lru-cache'
import type { Finding } from '../../base/verdict.ts'
import type { JsonObject } from '../../base/json.ts'
import { readSegment, type CompactJws, type SegmentReading } from '../jose/compact-jws.ts'
import type { PublicKey } from '../jose/public-key.ts'
import { checkKey, type DpopReason } from './checks.ts'

/** Longer headers, such as those with certificates, are read each time, so that what is remembered stays small. */
const maximumLength = 2048

/** Reads headers and the keys in them. */
export interface RememberedHeaders {
  readonly readHeader: (segment: string) => SegmentReading
  readonly findKey: (jws: CompactJws) => Finding<DpopReason, PublicKey>
}

/**
 * All proofs of a client have the same header, and reading it with its key costs as much as all claims, so the last good
 * ones are remembered by their exact text. Both readings depend on nothing else.
 */
export function rememberHeaders(maxCached: number): RememberedHeaders {
  const headers = new LRUCache<string, { readonly value: JsonObject }>({ max: maxCached })
  const keys = new WeakMap<JsonObject, Finding<DpopReason, PublicKey>>()
  return {
    readHeader(segment) {
      const known = headers.get(segment)
      if (known !== undefined) return known
      const reading = readSegment(segment)
      if (reading === undefined || 'error' in reading || segment.length > maximumLength) return reading
      // A copy, because a slice would keep the whole proof.
      headers.set(Buffer.from(segment).toString(), reading)
      return reading
    },
    findKey(jws) {
      const known = keys.get(jws.header)
      if (known !== undefined) return known
      const finding = checkKey(jws)
      if (finding.verdict === 'pass') keys.set(jws.header, finding)
      return finding
    },
  }
}
