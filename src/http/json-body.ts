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

/** No API knows near as many. Those that it does not know are kept, and each is looked at several times. */
const maximumMembers = 10_000

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
  const refuse = (detail: string): BodyReading => ({
    refused: 'body_malformed',
    detail,
    text: octets.toString('utf8', 0, keptCharacters),
  })
  if ('flaw' in reading) return refuse(reading.flaw)
  if (Object.keys(reading.value).length > maximumMembers) {
    return refuse(`it has more than ${maximumMembers} members`)
  }
  return { value: reading.value, octets }
}

/** The same document without its nulls. Most bodies have none, and are not copied. */
export function withoutWrittenNulls<Document>(value: Document, octets: Buffer): Document {
  return octets.includes('null') ? (withoutNulls(value) as Document) : value
}
