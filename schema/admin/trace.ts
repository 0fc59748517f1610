import { Type } from '@sinclair/typebox'
import { OneOf } from '../one-of.ts'

/** What explains a call: its checks, and what it presented to be checked. */

export const sources = ['observed', 'documented', 'inferred', 'assumed'] as const

export const expectedFrom = Type.Optional(
  Type.String({
    description:
      'Where the expected value is from: members such as request.htu or service.issuer; default, if the call left it out; clause, if the clause demands it of everyone.',
  }),
)

const VerdictSchema = Type.Object(
  {
    check: Type.String(),
    clause: Type.String(),
    source: OneOf(sources),
    verdict: OneOf(['pass', 'fail', 'skipped']),
    expected: Type.Optional(Type.String()),
    expectedFrom,
    actual: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String()),
    why: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)

const TraceSchema = Type.Array(VerdictSchema, {
  description: 'The checks in the order in which they were made.',
})

const flaws = Type.Array(Type.String(), { description: 'What is wrong with its form.' })

const PresentedSchema = Type.Object(
  {
    proof: Type.Optional(
      Type.Object(
        {
          header: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
          payload: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
          flaws,
        },
        { additionalProperties: false, description: 'The DPoP proof, decoded as far as it can be read.' },
      ),
    ),
    certificate: Type.Optional(
      Type.Object(
        {
          subject: Type.Optional(Type.String()),
          issuer: Type.Optional(Type.String()),
          serialNumber: Type.Optional(Type.String({ description: 'Hexadecimal.' })),
          validFrom: Type.Optional(Type.String({ description: 'ISO 8601.' })),
          validTo: Type.Optional(Type.String({ description: 'ISO 8601.' })),
          'x5t#S256': Type.Optional(Type.String({ description: 'The SHA-256 thumbprint (RFC 8705 §3.1).' })),
          flaws,
        },
        { additionalProperties: false, description: 'The client certificate.' },
      ),
    ),
  },
  {
    additionalProperties: false,
    description:
      'What the call presented as proof of possession. Being read here does not mean that it is valid.',
  },
)

/** What an explained call has beyond a listed one. */
export const traceMembers = { presented: Type.Optional(PresentedSchema), trace: TraceSchema }
