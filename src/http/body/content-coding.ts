import { brotliDecompress, gunzip, inflate, type ZlibOptions } from 'node:zlib'

/** The maximum size of a request body in octets, before its content codings are undone and after each of them. */
export const maximumBodyOctets = 1_048_576

/** The decoded octets, or why they cannot be decoded. */
export type Decoding =
  | { readonly octets: Buffer }
  | {
      readonly refused: 'coding_unsupported' | 'body_too_large' | 'body_malformed'
      readonly detail: string
    }

type Undo = (
  octets: Buffer,
  options: ZlibOptions,
  done: (error: NodeJS.ErrnoException | null, result: unknown) => void,
) => void

/** RFC 9110 §8.4.1, RFC 7932; not zstd (RFC 8878), which some supported versions of Node lack. */
const codings: ReadonlyMap<string, Undo> = new Map<string, Undo>([
  ['gzip', gunzip],
  ['deflate', inflate],
  ['br', brotliDecompress],
])

/** `x-gzip` is `gzip` (RFC 9110 §8.4.1.3); `identity` means no coding (§8.4.1). */
const otherNames: ReadonlyMap<string, string> = new Map([['x-gzip', 'gzip']])

/** The supported content codings, for `Accept-Encoding` (RFC 9110 §12.5.3). */
export const takenCodings = [...codings.keys()].join(', ')

/** No client compresses compressed content so often. Each coding costs as much as the longest body. */
const maxCodings = 3

/** Undoes the codings of a `Content-Encoding` field: the last one applied is last in the list (RFC 9110 §8.4). */
export async function decodeContent(field: string, octets: Buffer): Promise<Decoding> {
  const names = field
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity')
    .map((name) => otherNames.get(name) ?? name)
  const steps = names.flatMap((name) => {
    const undo = codings.get(name)
    return undo === undefined ? [] : [{ name, undo }]
  })
  if (names.length > maxCodings || steps.length < names.length) {
    return { refused: 'coding_unsupported', detail: `its content coding is not one of ${takenCodings}` }
  }
  let decoding: Decoding = { octets }
  for (const step of steps.toReversed()) {
    if ('refused' in decoding || decoding.octets.length === 0) return decoding
    decoding = await take(step, decoding.octets)
  }
  return decoding
}

interface Step {
  readonly name: string
  readonly undo: Undo
}

/** Stops at the limit, so that a decompression bomb is never held in memory. */
function take({ name, undo }: Step, octets: Buffer): Promise<Decoding> {
  return new Promise((resolve) => {
    const options = { maxOutputLength: maximumBodyOctets, info: true }
    undo(octets, options, (error, result) => {
      if (error === null) resolve(takeWhole(name, octets, result as Undone))
      else if (error.code === 'ERR_BUFFER_TOO_LARGE') resolve(tooLarge)
      else resolve({ refused: 'body_malformed', detail: `it is not valid ${name}: ${error.message}` })
    })
  })
}

const tooLarge = { refused: 'body_too_large', detail: 'larger than 1 MiB when decoded' } as const

/** Node's result with `info`: the output, and how much of the input was used. */
interface Undone {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}

/** Node ignores data after the end. Another reader could interpret it. */
function takeWhole(name: string, { length }: Buffer, { buffer, engine }: Undone): Decoding {
  if (engine.bytesWritten === length) return { octets: buffer }
  return { refused: 'body_malformed', detail: `it goes on after the end of its ${name}` }
}
