import { withoutNulls, type JsonObject } from '../../base/json.ts'
import { passed, type Verdict } from '../../base/verdict.ts'
import { bindForm } from './bind-form.ts'
import type { ReceivedBody } from '../call.ts'
import type { FormBody } from './form-body.ts'
import type { TypedBody } from './loose-scalars.ts'
import { refuseOctets, type BodyReading, type RefusedBody } from './request-body.ts'

/** A body for the validator. */
export interface OpenedBody {
  readonly value: JsonObject
  /** The octets of a JSON body, for binding its scalars; a form is bound already. */
  readonly octets?: Buffer
}

/** The body for the API, or why there is none, and the journal's copy of it. */
type BodyResult = { readonly received: ReceivedBody } & (
  | { readonly body: OpenedBody; readonly refusal?: never }
  | { readonly body?: never; readonly refusal: RefusedBody }
)

export function openBody(reading: BodyReading, schema: object): BodyResult {
  if ('refused' in reading) return { refusal: reading, received: { body: reading.text } }
  if ('fields' in reading) return openForm(reading, schema)
  const { value, octets } = reading
  return {
    body: { value: withoutNulls(value) as JsonObject, octets },
    received: keepShort(octets, () => ({ octets })),
  }
}

function openForm(form: FormBody, schema: object): BodyResult {
  const { octets } = form
  const bound = bindForm(schema, form)
  if ('error' in bound) return openBody(refuseOctets(octets, bound.error), schema)
  const { value } = bound
  return { body: { value }, received: keepShort(octets, () => ({ body: value, text: octets.toString() })) }
}

/** The journal stores no longer body, so that its number of entries bounds its size. */
const keptOctets = 16_384

function keepShort({ length }: Buffer, keep: () => ReceivedBody): ReceivedBody {
  return length > keptOctets ? { body: `(${length} octets, not kept)` } : keep()
}

export const bodyRule = {
  check: 'body',
  clause: 'Authlete API 3.0, request body',
  source: 'inferred',
} as const

const bodyPass = passed(bodyRule)

/** The body has the types of the contract, after binding its scalars if necessary. */
export function checkBody({ loose }: TypedBody): Verdict {
  if (loose.length === 0) return bodyPass
  return passed(bodyRule, { expected: 'the types of the contract', actual: loose.join('; ') })
}
