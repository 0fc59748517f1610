import { Type, type Static, type TSchema } from '@sinclair/typebox'
import { RequestMatchSchema } from './journal.ts'
import { OneOf } from '../one-of.ts'
import { DurationSchema, maximumDelayMilliseconds, type Duration } from '../times.ts'

/** The requests and responses of the admin calls about faults and barriers. */

const maximumCalls = 1_000_000

const Calls = (description: string) => Type.Integer({ minimum: 1, maximum: maximumCalls, description })

/** A delay as it is shown: in milliseconds. */
export interface DelayView {
  readonly fixed?: number
  readonly uniform?: readonly number[]
  readonly lognormal?: { readonly median: number; readonly sigma: number }
}

/** How long a fault delays a call. */
export type DelayRequest =
  | { readonly fixed: Duration }
  | { readonly uniform: readonly Duration[] }
  | { readonly lognormal: { readonly median: Duration; readonly sigma: number } }

/** One object and not a union, so that an error names one problem and not three. */
const describeDelay = (delay: TSchema) =>
  Type.Object(
    {
      fixed: Type.Optional(delay),
      uniform: Type.Optional(Type.Array(delay, { minItems: 2, maxItems: 2 })),
      lognormal: Type.Optional(
        Type.Object(
          { median: delay, sigma: Type.Number({ minimum: 0, maximum: 10 }) },
          { additionalProperties: false },
        ),
      ),
    },
    {
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
      description: 'Fixed, between the two of uniform, or lognormal around a median.',
    },
  )

const DelaySchema = Type.Unsafe<DelayRequest>(describeDelay(DurationSchema('delay-milliseconds', '')))
const DelayViewSchema = Type.Unsafe<DelayView>(
  describeDelay(
    Type.Integer({ minimum: 0, maximum: maximumDelayMilliseconds, description: 'Milliseconds.' }),
  ),
)

const apiMember = Type.Unsafe<string | readonly string[]>({
  type: ['string', 'array'],
  items: { type: 'string' },
  minItems: 1,
  maxItems: 100,
  description: 'The path after the service: gm, auth/token, client/get/{clientId}. One or several.',
})

/** The scope of a fault or barrier; by default all calls of the service. */
const scopeMembers = {
  api: Type.Optional(apiMember),
  gmAction: Type.Optional(OneOf(['QUERY', 'REVOKE'])),
  match: Type.Optional(RequestMatchSchema),
}

/** All faults, in the order of the document. */
export const faultNames = [
  'latency',
  'timeout',
  'reset_peer',
  'slow_close',
  'truncated_json',
  'wrong_content_type',
  'too_many_requests',
  'server_error',
  'bad_gateway',
  'unauthorized',
  'authlete_error',
  'unknown_action',
] as const
export type FaultName = (typeof faultNames)[number]

const selectionMembers = {
  nth: Type.Optional(Calls('Only this call in the scope, counted from now on, the first being 1.')),
  next: Type.Optional(Calls('Only so many calls in the scope, from now on.')),
  probability: Type.Optional(
    Type.Number({ minimum: 0, maximum: 1, description: 'How likely the fault is for each of these calls.' }),
  ),
}

const faultMembers = { ...scopeMembers, ...selectionMembers }
const retryAfter = 'For too_many_requests; 1 by default.'

const WhenSchema = OneOf(['before', 'after'], {
  description: 'Before the API decides, or after its effect is stored.',
})

export const FaultSchema = Type.Object(
  {
    fault: OneOf(faultNames),
    when: Type.Optional(WhenSchema),
    ...faultMembers,
    delay: Type.Optional(DelaySchema),
    retryAfterSeconds: Type.Optional(DurationSchema('seconds-of-a-day', retryAfter)),
  },
  { additionalProperties: false },
)
export type FaultRequest = Static<typeof FaultSchema>

export const FaultViewSchema = Type.Object(
  {
    id: Type.String(),
    fault: OneOf(faultNames),
    when: WhenSchema,
    ...faultMembers,
    delay: Type.Optional(DelayViewSchema),
    retryAfterSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400, description: retryAfter })),
    hits: Type.Integer({ description: 'How many calls it has affected.' }),
    usedUp: Type.Boolean({ description: 'Whether nth or next leaves it no further call.' }),
  },
  { additionalProperties: false },
)
export type FaultView = Static<typeof FaultViewSchema>

export const FaultListSchema = Type.Object({ faults: Type.Array(FaultViewSchema) })
export type FaultList = Static<typeof FaultListSchema>

const StepSchema = OneOf(['arrival', 'storage', 'change', 'answer'], {
  description:
    'After the front door, when the call first reads the storage, when it first changes what is stored, or when its answer is ready.',
})

export const BarrierSchema = Type.Object(
  { step: StepSchema, ...scopeMembers },
  { additionalProperties: false },
)
export type BarrierRequest = Static<typeof BarrierSchema>

const HeldCallSchema = Type.Object(
  { api: Type.String(), gmAction: Type.Optional(Type.String()), body: Type.Optional(Type.Unknown()) },
  { additionalProperties: false },
)
export type HeldCall = Static<typeof HeldCallSchema>

export const BarrierViewSchema = Type.Object(
  {
    id: Type.String(),
    step: StepSchema,
    ...scopeMembers,
    state: OneOf(['waiting', 'holding', 'released'], { description: 'Whether it pauses a call.' }),
    held: Type.Optional(HeldCallSchema),
  },
  { additionalProperties: false },
)
export type BarrierView = Static<typeof BarrierViewSchema>

export const BarrierListSchema = Type.Object({ barriers: Type.Array(BarrierViewSchema) })
export type BarrierList = Static<typeof BarrierListSchema>

export const BarrierWaitSchema = Type.Object(
  {
    timeoutMs: Type.Optional(DurationSchema('wait-milliseconds', 'How long to wait; 5000 by default.')),
  },
  { additionalProperties: false },
)
export type BarrierWaitRequest = Static<typeof BarrierWaitSchema>

export const HeldSchema = Type.Object({ held: HeldCallSchema }, { additionalProperties: false })
export type Held = Static<typeof HeldSchema>
