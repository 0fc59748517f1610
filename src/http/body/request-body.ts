import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readJsonObject, type JsonObject } from '../../base/json.ts'
import { decodeContent, takenCodings, type Decoding } from './content-coding.ts'
import { readForm, type FormBody } from './form-body.ts'

/** A request body that is an object, with its octets. */
export interface JsonBody {
  readonly value: JsonObject
  readonly octets: Buffer
}

/** A body that cannot be read, and the journal's copy of it. */
export interface RefusedBody {
  readonly refused: 'body_empty' | Extract<Decoding, { readonly refused: string }>['refused']
  readonly detail: string
  readonly text: string
  /** The supported content codings, if the body came in another (RFC 9110 §15.5.16). */
  readonly acceptEncoding?: string
}

/** A request body as it arrived, or why it cannot be read. */
export type BodyReading = JsonBody | FormBody | RefusedBody

/** No API has nearly as many. Unknown members are stored, and several checks read each of them. */
const maximumMembers = 10_000

/** How much of an unreadable body the journal stores. */
const maxStoredChars = 2000

/** Parses every JSON body to a `BodyReading`: the API answers an invalid one, not the parser. */
export function acceptJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  acceptBodies(app, 'application/json', readJsonBody)
}

/** The same for bodies that are forms. */
export function acceptFormBodies(app: FastifyInstance): void {
  acceptBodies(app, 'application/x-www-form-urlencoded', readFormBody)
}

function acceptBodies(app: FastifyInstance, mediaType: string, read: (octets: Buffer) => BodyReading): void {
  app.addContentTypeParser(mediaType, { parseAs: 'buffer' }, (request: FastifyRequest, body, done) => {
    const octets = body as Buffer
    const codings = request.headers['content-encoding']
    if (codings !== undefined)
      return decodeContent(codings, octets).then((decoding) => readDecoded(decoding, read))
    done(null, read(octets))
    return undefined
  })
}

function readDecoded(decoding: Decoding, read: (octets: Buffer) => BodyReading): BodyReading {
  if (!('refused' in decoding)) return read(decoding.octets)
  const { refused } = decoding
  return {
    ...decoding,
    text: '',
    ...(refused === 'coding_unsupported' && { acceptEncoding: takenCodings }),
  }
}

const emptyBody = { refused: 'body_empty', detail: 'it is empty', text: '' } as const

/** A body that cannot be read. */
export function refuseOctets(octets: Buffer, detail: string): RefusedBody {
  return { refused: 'body_malformed', detail, text: octets.toString('utf8', 0, maxStoredChars) }
}

function readJsonBody(octets: Buffer): BodyReading {
  if (octets.length === 0) return emptyBody
  const reading = readJsonObject(octets)
  if ('error' in reading) return refuseOctets(octets, reading.error)
  if (Object.keys(reading.value).length > maximumMembers) {
    return refuseOctets(octets, `it has more than ${maximumMembers} members`)
  }
  return { value: reading.value, octets }
}

function readFormBody(octets: Buffer): BodyReading {
  if (octets.length === 0) return emptyBody
  const reading = readForm(octets)
  return 'error' in reading ? refuseOctets(octets, reading.error) : reading
}
