import {
  authorizationWorld,
  basic,
  call,
  clientId,
  issuer,
  push,
  redirectUri,
  type AuthorizationAnswer,
} from '../../support/requests/authorize.ts'
import type { TestMock } from '../../support/mock.ts'
import {
  makeRequestObject,
  makeUnsignedObject,
  objectKeys,
  type ObjectChanges,
} from '../../support/requests/request-object.ts'
import type { Fact } from '../fact.ts'
import { contract, lab } from '../publications.ts'

/** The audience is looked at where the service says so (Authlete Service requestObjectAudienceChecked). */
const world = authorizationWorld({ requestObjectAudienceChecked: true }, { jwks: objectKeys })

function send(mock: TestMock, object: string): Promise<AuthorizationAnswer> {
  const parameters = new URLSearchParams({ client_id: String(clientId), request: object })
  return call(mock, '/auth/authorization', { parameters: parameters.toString() })
}

const sendSigned = async (mock: TestMock, changes: ObjectChanges = {}): Promise<AuthorizationAnswer> =>
  send(mock, await makeRequestObject(changes))

/** What was published about request objects, passed by value or pushed. */
export const signedRequestFacts: readonly Fact[] = [
  {
    id: 'request-object',
    input: 'a signed request object without the scope openid',
    published:
      '[A004001] Authlete has successfully issued a ticket to the service (API Key = …) for the authorization request from the client (ID = …). [response_type=code, openid=false]',
    ...lab('05'),
    world,
    replay: (mock) => sendSigned(mock, { payload: { scope: 'accounts' } }),
    answer: {
      action: 'INTERACTION',
      resultMessage:
        '[A004001] Authlete has successfully issued a ticket to the service (API Key = 700) for the authorization request from the client (ID = 1001). [response_type=code, openid=false]',
    },
  },
  {
    id: 'request-object-unsigned',
    input: 'a request object with alg none',
    published:
      'BAD_REQUEST, [A008311] The service is configured to conform to JAR (JWT Secured Authorization Request), so request objects must be always signed.',
    ...lab('05'),
    outcomes: ['authorization/request_object_unsigned'],
    world,
    replay: (mock) => send(mock, makeUnsignedObject({ alg: 'none' })),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage:
        '[A008311] The service is configured to conform to JAR (JWT Secured Authorization Request), so request objects must be always signed.',
    },
  },
  {
    id: 'request-object-without-any-key',
    input: 'a signed request object of a client without jwks and jwksUri',
    published: 'A005332',
    ...lab('05'),
    outcomes: ['authorization/request_object_keys_missing'],
    world: authorizationWorld(),
    replay: (mock) => sendSigned(mock),
    answer: { action: 'BAD_REQUEST', resultCode: 'A005332' },
  },
  {
    id: 'request-object-of-unknown-key',
    input: 'a signed request object whose kid the registered JWK set has not',
    published:
      "BAD_REQUEST, [A005352] The registered JWK Set does not contain the public key to verify the signature of the request object passed by 'request' parameter. (alg=ES256, kid=client-jar-1)",
    ...lab('05'),
    outcomes: ['authorization/request_object_key_unknown'],
    world,
    replay: (mock) => sendSigned(mock, { header: { kid: 'client-jar-1' } }),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage:
        "[A005352] The registered JWK Set does not contain the public key to verify the signature of the request object passed by 'request' parameter. (alg=ES256, kid=client-jar-1)",
    },
  },
  {
    id: 'request-object-for-another-issuer',
    input: 'a signed request object whose aud is another authorization server',
    published:
      "BAD_REQUEST, [A006359] The value of the 'aud' claim in the request object passed by the 'request' parameter does not match the issuer identifier of this service.",
    ...lab('05'),
    outcomes: ['authorization/request_object_aud_mismatch'],
    world,
    replay: (mock) => sendSigned(mock, { payload: { aud: 'https://wrong.example.com' } }),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage:
        "[A006359] The value of the 'aud' claim in the request object passed by the 'request' parameter does not match the issuer identifier of this service.",
    },
  },
  {
    id: 'request-pushed',
    input: 'pushed_auth_req with a good request',
    published:
      'CREATED, [A245001] Successfully registered a request object for client (5921531358155430), URI is urn:ietf:params:oauth:request_uri:CAK9YEtNorwXE3UwSyihsBOL0jFrqUup7yAACw5y5Zg., responseContent with expires_in and request_uri',
    ...contract('example of POST /api/{serviceId}/pushed_auth_req'),
    outcomes: ['authorization/request_pushed'],
    replay: (mock) => push(mock),
    answer: {
      action: 'CREATED',
      resultMessage:
        /^\[A245001\] Successfully registered a request object for client \(1001\), URI is urn:ietf:params:oauth:request_uri:[\w-]{43}\.$/,
      requestUri: /^urn:ietf:params:oauth:request_uri:[\w-]{43}$/,
      responseContent: /^\{"expires_in":\d+,"request_uri":"urn:ietf:params:oauth:request_uri:[\w-]{43}"\}$/,
    },
  },
  {
    id: 'request-object-pushed-and-opened',
    input: 'a signed request object that was pushed, opened by its request_uri, and issued for',
    published: 'a redirect with state, code and iss',
    ...lab('05'),
    world,
    replay: async (mock) => {
      const object = new URLSearchParams({ client_id: String(clientId), request: await makeRequestObject() })
      const pushed = await call(mock, '/pushed_auth_req', { parameters: object.toString(), ...basic })
      const opened = new URLSearchParams({
        client_id: String(clientId),
        request_uri: String(pushed['requestUri']),
      })
      const { ticket } = await call(mock, '/auth/authorization', { parameters: opened.toString() })
      return call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
    },
    answer: {
      action: 'LOCATION',
      responseContent: new RegExp(
        `^${redirectUri}\\?state=state-in-object&code=[\\w-]{43}&iss=${encodeURIComponent(issuer)}$`,
      ),
    },
  },
]
