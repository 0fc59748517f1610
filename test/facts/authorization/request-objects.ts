import {
  authorizationWorld,
  call,
  clientId,
  type AuthorizationAnswer,
} from '../../support/requests/authorize.ts'
import { startOfTests, type TestMock } from '../../support/mock.ts'
import {
  makeRequestObject,
  makeUnsignedObject,
  objectKeys,
  otherObjectKey,
} from '../../support/requests/request-object.ts'
import type { Fact } from '../fact.ts'
import { lab, notes } from '../publications.ts'

/** The live service looks at the audience. */
function worldOf(client: object = {}) {
  return authorizationWorld({ requestObjectAudienceChecked: true }, { jwks: objectKeys, ...client })
}

function send(mock: TestMock, request: string): Promise<AuthorizationAnswer> {
  const parameters = new URLSearchParams({ client_id: String(clientId), request })
  return call(mock, '/auth/authorization', { parameters: parameters.toString() })
}

const none = { alg: 'none', typ: 'oauth-authz-req+jwt' }
const elsewhere = { aud: 'https://wrong.example.com' }
const pinned = { requestSignAlg: 'ES256' }
const [now, exp] = [startOfTests / 1000, startOfTests / 1000 - 300]

interface Sent {
  readonly id: string
  readonly input: string
  readonly published: string
  readonly origin?: Pick<Fact, 'where' | 'when' | 'source' | 'certainty'>
  readonly reason: string
  readonly client?: object
  readonly make: () => Promise<string> | string
  readonly text: RegExp
}

const sent: readonly Sent[] = [
  {
    id: 'request-object-signature',
    input: 'A request object that was signed by another key under the name of the registered one',
    published: 'A005328, BAD_REQUEST',
    reason: 'request_object_signature_wrong',
    make: () => makeRequestObject({ signWith: otherObjectKey.privateJwk }),
    text: /^\[A005328\] The signature of the request object passed by 'request' parameter was not verified\.$/,
  },
  {
    id: 'request-object-unsigned-against-metadata',
    input: 'The same of a client with requestSignAlg ES256',
    published: "A005336, BAD_REQUEST: the client's rule comes before the service's",
    origin: notes('audit/02-findings/RFC9101-jwt-secured-authorization-request.md'),
    reason: 'request_object_unsigned_against_metadata',
    client: pinned,
    make: () => makeUnsignedObject(none),
    text: /^\[A005336\] .* is not signed but the registered value of 'request_object_signing_alg' is neither 'none' nor null\.$/,
  },
  {
    id: 'request-object-unsigned-for-another',
    input: 'A request object with alg none and the wrong aud, of a client without requestSignAlg',
    published: 'A006359: aud is judged before the service asks whether it is signed',
    reason: 'request_object_aud_mismatch',
    make: () => makeUnsignedObject(none, elsewhere),
    text: /^\[A006359\] The value of the 'aud' claim .* does not match the issuer identifier of this service\.$/,
  },
  {
    id: 'request-object-expired',
    input: 'A request object whose exp was 300 seconds ago',
    published: 'A006339: ... has already expired: now=1787199390, exp=1787199090, skew=0',
    reason: 'request_object_expired',
    make: () => makeRequestObject({ payload: { nbf: now - 600, exp } }),
    text: new RegExp(
      `^\\[A006339\\] The request object passed by the 'request' parameter has already expired: now=${now}, exp=${exp}, skew=0$`,
    ),
  },
]

/** What was published about request objects. */
export const requestObjectsFacts: readonly Fact[] = sent.map(
  ({ id, input, published, origin = lab('05'), reason, client, make, text }): Fact => ({
    ...origin,
    id,
    input,
    published,
    outcomes: [`authorization/${reason}`],
    world: worldOf(client),
    replay: async (mock) => send(mock, await make()),
    answer: { action: 'BAD_REQUEST', resultMessage: text },
  }),
)
