import { Ajv } from 'ajv'

/** What HAR 1.2 demands, written from its specification; members that it does not name begin with an underscore. */
const pairs = {
  type: 'array',
  items: closed({ name: text(), value: text() }, { comment: text() }),
}

function text(): object {
  return { type: 'string' }
}

function whole(minimum = -1): object {
  return { type: 'integer', minimum }
}

function closed(required: object, optional: object = {}): object {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    patternProperties: { '^_': {} },
    additionalProperties: false,
  }
}

const request = closed(
  {
    method: text(),
    url: { type: 'string', pattern: '^https?://[^#]+$' },
    httpVersion: text(),
    cookies: { type: 'array', maxItems: 0 },
    headers: pairs,
    queryString: pairs,
    headersSize: whole(),
    bodySize: whole(),
  },
  { postData: closed({ mimeType: text(), text: text() }, { comment: text() }), comment: text() },
)

const response = closed({
  status: whole(100),
  statusText: text(),
  httpVersion: text(),
  cookies: { type: 'array', maxItems: 0 },
  headers: pairs,
  content: closed({ size: whole(0), mimeType: text() }, { text: text(), encoding: text() }),
  redirectURL: text(),
  headersSize: whole(),
  bodySize: whole(),
})

const milliseconds = { type: 'number', minimum: 0 }
const entry = closed(
  {
    startedDateTime: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' },
    time: milliseconds,
    request,
    response,
    cache: closed({}),
    timings: closed({ send: milliseconds, wait: milliseconds, receive: milliseconds }),
  },
  { comment: text() },
)

const log = closed({
  version: { const: '1.2' },
  creator: closed({ name: text(), version: text() }),
  entries: { type: 'array', items: entry },
})

const validate = new Ajv({ allErrors: true }).compile({ type: 'object', ...closed({ log }) })

/** What a document breaks of HAR 1.2. */
export function findHarProblems(document: unknown): readonly string[] {
  validate(document)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
