import {
  authorizationWorld,
  call,
  request,
  requestTicket,
  type AuthorizationAnswer,
  type RequestMembers,
} from '../../support/requests/authorize.ts'
import type { TestMock } from '../../support/mock.ts'
import type { Fact } from '../fact.ts'
import { lab, probe } from '../publications.ts'

/** What the client is told, by its redirect URI or by JSON. */
export function readError({ responseContent = '' }: AuthorizationAnswer): Readonly<Record<string, unknown>> {
  return responseContent.startsWith('{')
    ? (JSON.parse(responseContent) as Readonly<Record<string, unknown>>)
    : Object.fromEntries(new URL(responseContent).searchParams)
}

/** The names of the parameters that travel to the redirect URI, in their order. */
function listParameters({ responseContent = '' }: AuthorizationAnswer): string {
  return [...new URL(responseContent).searchParams.keys()].join(' ')
}

async function fail(
  mock: TestMock,
  reason: string,
  changes: RequestMembers = {},
): Promise<AuthorizationAnswer> {
  const ticket = await requestTicket(mock, changes)
  return call(mock, '/auth/authorization/fail', { ticket, reason })
}

const essentialAcr = {
  claims: JSON.stringify({ id_token: { acr: { essential: true, values: ['mfa'] } } }),
}

/** What was published about `auth/authorization/issue` and `auth/authorization/fail`. */
export const ticketFacts: readonly Fact[] = [
  {
    ...lab('09a'),
    id: 'fail-acr-not-satisfied',
    input: 'authorization/fail with ACR_NOT_SATISFIED for a request without prompt=none',
    published: 'A060305, unmet_authentication_requirements, a text that does not speak of prompt=none',
    outcomes: ['authorization/failed_acr_not_satisfied'],
    world: authorizationWorld({ supportedAcrs: ['pwd', 'mfa'] }),
    replay: async (mock) => {
      const answer = await fail(mock, 'ACR_NOT_SATISFIED', essentialAcr)
      return { ...answer, ...readError(answer) }
    },
    answer: {
      resultCode: 'A060305',
      action: 'LOCATION',
      error: 'unmet_authentication_requirements',
      error_description:
        /^\[A060305\] The authorization request requests 'acr' as essential, but the authentication performed for the end-user satisfies none of the requested ACRs\.$/,
    },
  },
  ...(
    [
      ['nothing', undefined],
      ['login', 'login'],
    ] as const
  ).map(([what, prompt]): Fact => ({
    ...probe('16'),
    certainty: 'medium',
    id: `offline-access-with-prompt-${what}`,
    input: `scope openid profile offline_access, with ${what} as prompt`,
    published:
      'The client is told consent_required. That it comes by NO_INTERACTION is a conclusion of the author',
    replay: async (mock) => {
      const { action, ticket } = await request(mock, { scope: 'openid profile offline_access', prompt })
      const body = { ticket, reason: 'CONSENT_REQUIRED' }
      return { action, ...readError(await call(mock, '/auth/authorization/fail', body)) }
    },
    answer: { action: 'NO_INTERACTION', error: 'consent_required' },
  })),
  {
    ...probe('16'),
    id: 'offline-access-with-consent',
    input: 'scope openid profile offline_access with prompt=consent',
    published: 'The end user is asked',
    outcomes: ['authorization/ticket_issued'],
    replay: (mock) => request(mock, { scope: 'openid profile offline_access', prompt: 'consent' }),
    answer: { action: 'INTERACTION' },
  },
  {
    ...lab('08'),
    certainty: 'medium',
    id: 'error-redirect-order',
    input: 'an error in a redirect',
    published: 'error and error_description come before state and iss',
    replay: async (mock) => listParameters(await fail(mock, 'NOT_LOGGED_IN', { prompt: 'none' })),
    answer: /^error error_description (.* )?state iss$/,
  },
  {
    ...lab('08'),
    certainty: 'low',
    id: 'error-redirect-without-uri',
    input: 'an error in a redirect',
    published: 'error, error_description, state, iss, and no error_uri',
    differs:
      "Authlete's errors have error_uri in JSON, and by redirect in the tests of the OpenID conformance suite (A009305)",
    replay: async (mock) => listParameters(await fail(mock, 'NOT_LOGGED_IN', { prompt: 'none' })),
    answer: /^error error_description state iss$/,
  },
]
