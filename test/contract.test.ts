import { readFileSync } from 'node:fs'
import t from 'tap'
import { startTestMock } from './support/mock.ts'

/**
 * The shapes of Authlete's newest OpenAPI document (a copy of August 2026), of the operations that are here. A type is a
 * name, `=` and words with bars between them, `#` and the name of a schema, a list of one type, or an object of types.
 */
interface Document {
  readonly operations: Readonly<Record<string, Operation>>
  readonly schemas: Readonly<Record<string, Members>>
}

interface Operation {
  readonly statuses: readonly string[]
  readonly query?: readonly string[]
  readonly request?: Shape
  readonly response?: Shape
}

type Shape = string | Members | readonly [Shape]
type Members = { readonly [name: string]: Shape }

interface Schema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

interface PublishedOperation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}

/** A member by its place in a body, with its words where it is one of several. */
type Places = ReadonlyMap<string, string>

const document = JSON.parse(readFileSync('test/vectors/authlete-openapi.json', 'utf8')) as Document

function listShape(shape: Shape, place = '', within: readonly string[] = []): Places {
  if (typeof shape === 'string' && shape.startsWith('#')) {
    if (within.includes(shape)) return new Map()
    return listShape(document.schemas[shape.slice(1)] ?? {}, place, [...within, shape])
  }
  if (shape === 'object' && place === '') return new Map()
  if (typeof shape === 'string') {
    return new Map([[place, shape.startsWith('=') ? sortWords(shape.slice(1).split('|')) : '']])
  }
  if (isList(shape)) return listShape(shape[0], `${place}[]`, within)
  return join(Object.entries(shape).map(([name, type]) => listShape(type, `${place}.${name}`, within)))
}

function isList(shape: Members | readonly [Shape]): shape is readonly [Shape] {
  return Array.isArray(shape)
}

function listSchema(schema: Schema, place = ''): Places {
  const { properties, items, anyOf, enum: words = [] } = schema
  if (anyOf !== undefined) return join(anyOf.map((each) => listSchema(each, place)))
  if (items !== undefined) return listSchema(items, `${place}[]`)
  if (properties === undefined || Object.keys(properties).length === 0) {
    return place === '' ? new Map() : new Map([[place, sortWords(words)]])
  }
  return join(Object.entries(properties).map(([name, member]) => listSchema(member, `${place}.${name}`)))
}

const sortWords = (words: readonly string[]): string => words.toSorted().join(' ')

const join = (places: readonly Places[]): Places => new Map(places.flatMap((each) => [...each]))

/** What is in the second place and not in the first: members, the outermost alone, and words as `member=WORD`. */
function listBeyond(one: Places, other: Places): readonly string[] {
  return [...other].flatMap(([place, words]) => {
    const known = one.get(place)
    if (known === undefined) return [nameOutermost(place, [...one.keys()])]
    return words
      .split(' ')
      .filter((word) => word !== '' && !known.split(' ').includes(word))
      .map((word) => `${place.slice(1)}=${word}`)
  })
}

/** The part of a place that is not there: `.actorTokenInfo.clientId` is `actorTokenInfo` where there is none. */
function nameOutermost(place: string, there: readonly string[]): string {
  const steps = place.slice(1).split('.')
  const names = steps.map((_, index) => steps.slice(0, index + 1).join('.'))
  const isThere = (name: string) => there.some((other) => `${other}.`.startsWith(`.${name}.`))
  return (names.find((name) => !isThere(name)) ?? place.slice(1)).replaceAll('[]', '')
}

/** What the mock has beyond the document, by who has published it. Words stand as `member=WORD`. */
const beyond: Readonly<Record<string, readonly string[]>> = {
  'authlete-java-common': [
    'fapiModes[]=FAPI2_MESSAGE_SIGNING_RESOURCE_REQ',
    'fapiModes[]=FAPI2_MESSAGE_SIGNING_RESOURCE_RES',
  ],
  'authlete-java-common 4.38, TokenUpdateRequest': ['refreshToken', 'refreshTokenHash'],
  'authlete-java-common 4.46, AuthorizationFailRequest': [
    'reason=INVALID_SCOPE',
    'reason=TEMPORARILY_UNAVAILABLE',
    'reason=UNAUTHORIZED_CLIENT',
  ],
  'authlete-java-common 4.46, TokenFailRequest': ['reason=INVALID_CLIENT'],
  "Authlete's document until 2026, where it was a text": ['info'],
  'the mock, where what is no list is for the API to answer': ['requestableScopes'],
}

/** What of the document is not here, by why. */
const absent: Readonly<Record<string, readonly string[]>> = {
  'what Authlete assigns is passed over in a request': [
    'apiKey',
    'number',
    'serviceNumber',
    'serviceOwnerNumber',
  ],
  'services have no secrets in 3.0': ['apiSecret'],
  'answers of the live service about a request have few members of client and service': [
    'client.createdAt',
    'client.modifiedAt',
    'client.serviceNumber',
    'service.*',
  ],
  'documented for client/authorization/delete, which ends tokens and tells no scopes': [
    'clientId',
    'latestGrantedScopes',
    'mergedGrantedScopes',
    'modifiedAt',
    'serviceApiKey',
    'subject',
  ],
  'no response type issues tokens at once': ['accessToken', 'idToken', 'jwtAccessToken'],
  'no token exchange and no JWT bearer': [
    'actorToken',
    'actorTokenInfo',
    'actorTokenType',
    'assertion',
    'audiences',
    'requestedTokenType',
    'subjectToken',
    'subjectTokenInfo',
    'subjectTokenType',
  ],
  'no OpenID Federation': ['clientEntityId'],
  'no client metadata documents': ['metadataDocumentLocation'],
  'no verifiable credentials': ['cnonce', 'credentialOfferInfo', 'issuableCredentials'],
  'no Native SSO': ['deviceSecret', 'deviceSecretHash', 'sessionId'],
  'no claims are transformed': ['requestedClaimsForTx', 'requestedVerifiedClaimsForTx', 'transformedClaims'],
  'no HTTP message signatures': ['contentDigest', 'signature', 'signatureInput'],
  'what is no list is for the API to answer': ['requestableScopes'],
  'not told yet': [
    'accessTokens.refreshTokenScopes',
    'additionalClaims',
    'clientAuthMethod',
    'lowestPrompt',
    'purpose',
    'refreshTokenScopes',
  ],
}

t.test('the contract is that of the newest document, but for what stands here', async (t) => {
  const { app } = await startTestMock(t)
  const { paths } = app.swagger() as unknown as Published
  const found = { beyond: new Set<string>(), absent: new Set<string>() }
  for (const [name, documented] of Object.entries(document.operations)) {
    const [method = '', path = ''] = name.split(' ')
    const published = paths[path]?.[method.toLowerCase()]
    if (published === undefined) throw new Error(`${name} is not published`)
    const { requestBody, responses, parameters = [] } = published
    const sides = [
      [documented.request, requestBody?.content['application/json']?.schema],
      [documented.response, responses['200']?.content?.['application/json']?.schema],
    ] as const
    for (const [theirs, ours] of sides) {
      if (theirs === undefined || ours === undefined) continue
      const [known, mine] = [listShape(theirs), listSchema(ours)]
      for (const place of listBeyond(known, mine)) found.beyond.add(simplify(place))
      for (const place of listBeyond(mine, known)) found.absent.add(simplify(place))
    }
    const query = parameters.flatMap((parameter) => (parameter.in === 'query' ? [parameter.name] : []))
    t.strictSame(listMissing(query, documented.query ?? []), [], `${name} query`)
    t.strictSame(listMissing(Object.keys(responses), documented.statuses), [], `${name} statuses`)
  }
  t.strictSame([...found.beyond].toSorted(), Object.values(beyond).flat().toSorted())
  t.strictSame([...found.absent].toSorted(), Object.values(absent).flat().toSorted())
})

/** Lists of services and clients have what each of them has. */
function simplify(place: string): string {
  return place.replace(/^(services|clients)(\[\])?\./, '').replace(/^service\..*/, 'service.*')
}

interface Published {
  readonly paths: Readonly<Record<string, Readonly<Record<string, PublishedOperation>>>>
}

/** Success without a second form of it: what is created is answered with 200, as the live service does. */
function listMissing(have: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.filter((each) => each !== '201' && !have.includes(each))
}
