import type { FastifyInstance } from 'fastify'
import { readJsonObject, withoutNulls, type JsonObject } from '../json.ts'

/** A request body that is an object, with the octets that wrote it. */
export interface JsonBody {
  readonly value: JsonObject
  readonly octets: Buffer
}

/** A request body as it arrived, or why it is none. */
export type BodyReading =
  | JsonBody
  | { readonly refused: 'body_empty' | 'body_malformed'; readonly detail: string; readonly text: string }

/** How much of an unreadable body the journal keeps. */
const keptCharacters = 2000

/** Makes every JSON body arrive as a `BodyReading`: what is wrong with it is for the API to answer, not for a parser. */
export function acceptJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, octets, done) => {
    done(null, readBody(octets as Buffer))
  })
}

function readBody(octets: Buffer): BodyReading {
  if (octets.length === 0) return { refused: 'body_empty', detail: 'it is empty', text: '' }
  const reading = readJsonObject(octets)
  if ('value' in reading) return { value: reading.value, octets }
  return { refused: 'body_malformed', detail: reading.flaw, text: octets.toString('utf8', 0, keptCharacters) }
}

/** The same document without its nulls. Most bodies have none, and are not copied. */
export function withoutWrittenNulls<Document>(value: Document, octets: Buffer): Document {
  return octets.includes('null') ? (withoutNulls(value) as Document) : value
}
