import { Type, type Static } from '@sinclair/typebox'
import { DurationSchema, TimeSchema } from '../times.ts'
import { NumberedCallSchema } from './all-calls.ts'
import { JournalEntrySchema, ListedCallSchema } from './views.ts'

/** The requests and responses of the admin calls about the journal. */

const Text = (description: string) => Type.Optional(Type.String({ maxLength: 16_384, description }))

const PartialBody = (description: string) =>
  Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description }))

/** One schema and not a union, so that an error names one problem. */
const NumberOrText = (description: string) =>
  Type.Optional(Type.Unsafe<number | string>({ type: ['integer', 'string'], maxLength: 256, description }))

/** The members of a match that a call has before its decision, each compared exactly. */
const requestMembers = {
  api: Text('The path after the service: gm, auth/token, client/get/{clientId}.'),
  gmAction: Text('QUERY or REVOKE, as the request has it.'),
  grantId: Text('The grant id in the request or in the answer.'),
  accessToken: Text('The access token in the request or in the answer.'),
  clientId: NumberOrText('The client in the path, in the request or in the answer.'),
  subject: Text('The subject in the path, in the request or in the answer.'),
}

const answerMembers = {
  method: Text('The HTTP method.'),
  path: Text('The path as it was called, without its query.'),
  status: Type.Optional(Type.Integer({ description: 'The HTTP status.' })),
  action: Text("Authlete's action."),
  resultCode: Text("Authlete's result code."),
  reason: Text('Why the mock answered so: a reason of GET /_mock/outcomes.'),
  fault: Text('A fault that the call met.'),
}

const body = PartialBody(
  'Members that the request body has, to any depth; null stands for a member that is absent.',
)

export const RequestMatchSchema = Type.Object({ ...requestMembers, body }, { additionalProperties: false })
/** A match for a call before its decision. */
export type RequestMatch = Static<typeof RequestMatchSchema>

export const CallMatchSchema = Type.Object(
  {
    ...requestMembers,
    ...answerMembers,
    body,
    response: PartialBody('Members that the answer has, in the manner of body.'),
  },
  {
    additionalProperties: false,
    description:
      'What a call must match; without members every call matches. A value that no call can have is refused.',
  },
)
/** A match for a call with its answer. */
export type CallMatch = Static<typeof CallMatchSchema>

export const CursorSchema = Type.String({
  pattern: '^[0-9]{1,15}$',
  description: 'Only calls after this place in the journal: a cursor from an earlier answer.',
})

export const RequestFilterSchema = Type.Object(
  {
    ...requestMembers,
    ...answerMembers,
    status: Type.Optional(
      Type.Unsafe<number | string>({
        type: ['integer', 'string'],
        pattern: '^[0-9]{1,3}$',
        description: 'The HTTP status.',
      }),
    ),
    since: Type.Optional(
      TimeSchema('By the clock of the service; a duration alone is one before now.', 'now'),
    ),
    after: Type.Optional(CursorSchema),
    lint: Type.Optional(
      Type.Unsafe<true | string>({
        type: ['boolean', 'string'],
        description: 'true for calls with a flag, or the rule of the flag.',
      }),
    ),
  },
  { additionalProperties: false },
)
/** A filter for calls as they come. */
export type RequestFilter = Static<typeof RequestFilterSchema>

export const maximumListed = 10_000

/** A number, which is text in a query. */
const LimitSchema = Type.Unsafe<number | string>({
  type: ['integer', 'string'],
  minimum: 1,
  maximum: maximumListed,
  pattern: '^(?:[1-9][0-9]{0,3}|10000)$',
  description: 'Only so many calls, the newest.',
})

export const ListFilterSchema = Type.Object(
  {
    ...RequestFilterSchema.properties,
    before: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,15}$',
        description: 'Only calls before this place in the journal: `older` of an earlier answer.',
      }),
    ),
    limit: Type.Optional(LimitSchema),
  },
  { additionalProperties: false },
)
/** A filter for a list of calls. */
export type ListFilter = Static<typeof ListFilterSchema>

export const CountSchema = Type.Object(
  { match: Type.Optional(CallMatchSchema), after: Type.Optional(CursorSchema) },
  { additionalProperties: false },
)
export type CountRequest = Static<typeof CountSchema>

const cursor = Type.String({ description: 'Where to continue: the value for a later `after`.' })
const dropped = Type.Integer({
  description:
    'How many calls after the cursor are no longer in the journal, because newer ones displaced them.',
})

export const CountViewSchema = Type.Object(
  { count: Type.Integer(), dropped, cursor },
  { additionalProperties: false },
)
export type CountView = Static<typeof CountViewSchema>

export const maximumAwaited = 1000

export const WaitSchema = Type.Object(
  {
    match: Type.Optional(CallMatchSchema),
    count: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: maximumAwaited,
        description: 'How many calls to wait for. Default: 1.',
      }),
    ),
    timeoutMs: Type.Optional(DurationSchema('wait-milliseconds', 'Default: 5000.')),
    after: Type.Optional(CursorSchema),
  },
  {
    additionalProperties: false,
    description: 'Without `after` only calls that arrive after the wait began count.',
  },
)
export type WaitRequest = Static<typeof WaitSchema>

export const WaitViewSchema = Type.Object(
  { requests: Type.Array(ListedCallSchema), count: Type.Integer(), dropped, cursor },
  { additionalProperties: false },
)
export type WaitView = Static<typeof WaitViewSchema>

export const StreamedCallSchema = Type.Object(
  {
    request: ListedCallSchema,
    dropped: Type.Integer({
      description: 'How many calls before this one were dropped because the reader was too slow.',
    }),
  },
  { additionalProperties: false },
)
export type StreamedCall = Static<typeof StreamedCallSchema>

export const StreamedNumberedCallSchema = Type.Object(
  { ...StreamedCallSchema.properties, request: NumberedCallSchema },
  { additionalProperties: false },
)
export type StreamedNumberedCall = Static<typeof StreamedNumberedCallSchema>

const NamedValues = Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))

const HarEntrySchema = Type.Object({
  startedDateTime: Type.String(),
  time: Type.Number(),
  request: Type.Object(
    { method: Type.String(), url: Type.String(), headers: NamedValues },
    { additionalProperties: true },
  ),
  response: Type.Object(
    { status: Type.Integer(), headers: NamedValues, content: Type.Record(Type.String(), Type.Unknown()) },
    { additionalProperties: true },
  ),
  cache: Type.Object({}),
  timings: Type.Record(Type.String(), Type.Number()),
  _gmMock: Type.Pick(
    JournalEntrySchema,
    [
      'id',
      'api',
      'reason',
      'source',
      'conditionSource',
      'messageSource',
      'action',
      'resultCode',
      'lint',
      'trace',
    ],
    { additionalProperties: true },
  ),
})

export const HarSchema = Type.Object(
  {
    log: Type.Object({
      version: Type.Literal('1.2'),
      creator: Type.Object({ name: Type.String(), version: Type.String() }),
      entries: Type.Array(HarEntrySchema),
      _gmMock: Type.Object({ serviceId: Type.String(), dropped, cursor }),
    }),
  },
  { description: 'HAR 1.2; the names of further members begin with an underscore.' },
)
export type Har = Static<typeof HarSchema>
