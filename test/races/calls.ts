import type { ApiResult } from '../support/api.ts'
import { callApi } from '../support/api.ts'
import {
  authorize,
  basic,
  clientId,
  pushRequest,
  requestParameters,
  requestTicket,
} from '../support/requests/authorize.ts'
import type { TestMock } from '../support/mock.ts'
import {
  callToken,
  clientRequest,
  codeRequest,
  getTokens,
  ownerRequest,
  refreshRequest,
} from '../support/requests/token.ts'

export const grantId = 'shared'
const managing = 'grant_management_query grant_management_revoke'
const creating = { scope: `openid accounts ${managing}`, grant_management_action: 'create' }

/** A call that is ready to be made, of an API as barriers name it. */
export interface ReadyCall {
  readonly api: string
  /** False for one that only looks: it never comes to the step `change`. */
  readonly changes?: boolean
  readonly make: () => Promise<ApiResult<Record<string, unknown>>>
}

type Prepare = (mock: TestMock) => Promise<ReadyCall>

function post(mock: TestMock, path: string, body: object): ReadyCall {
  return { api: path.slice(1), make: () => callApi(mock, 'POST', path, body) }
}

const onClient =
  (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, name = 'clientId'): Prepare =>
  async (mock) => ({
    api: `${path}/{${name}}`,
    make: () => callApi(mock, method, `/${path}/${clientId}`, body),
  })

/** Tokens of alice and the confidential client, by a code for a grant. */
async function hold(mock: TestMock) {
  const { accessToken = '', refreshToken = '' } = await getTokens(mock, creating)
  return { accessToken, refreshToken }
}

async function prepareGm(mock: TestMock, gmAction: string) {
  const order = { clientId, subject: 'alice', scopes: managing.split(' '), grant: { grantId } }
  const { accessToken } = await mock.admin.mintToken('700', order)
  return post(mock, '/gm', { gmAction, grantId, accessToken })
}

/** Every call that writes, and two that only look. */
export const calls: Readonly<Record<string, Prepare>> = {
  'a redemption of a code': async (mock) => post(mock, '/auth/token', codeRequest(await authorize(mock))),
  'a redemption of a code for a grant': async (mock) =>
    post(mock, '/auth/token', codeRequest(await authorize(mock, creating))),
  'a merge': async (mock) => {
    await mock.admin.mintToken('700', { clientId, subject: 'alice', grant: { grantId } })
    const merging = { grant_management_action: 'merge', grant_id: grantId }
    return post(mock, '/auth/token', codeRequest(await authorize(mock, merging)))
  },
  'a request by client credentials': async (mock) =>
    post(mock, '/auth/token', clientRequest({ scope: 'accounts' })),
  'a request by password': async (mock) => post(mock, '/auth/token', ownerRequest({ scope: 'accounts' })),
  'a refresh': async (mock) => post(mock, '/auth/token', refreshRequest((await hold(mock)).refreshToken)),
  'an issue for an owner': async (mock) => {
    const { ticket } = await callToken(mock, '', ownerRequest({ scope: 'accounts' }))
    return post(mock, '/auth/token/issue', { ticket, subject: 'alice' })
  },
  'a failure for an owner': async (mock) => {
    const { ticket } = await callToken(mock, '', ownerRequest({ scope: 'accounts' }))
    return post(mock, '/auth/token/fail', { ticket, reason: 'UNKNOWN' })
  },
  'a creation of a token': async (mock) =>
    post(mock, '/auth/token/create', {
      grantType: 'AUTHORIZATION_CODE',
      clientId,
      subject: 'alice',
      scopes: ['accounts'],
    }),
  'an update of a token': async (mock) => {
    const { accessToken } = await hold(mock)
    return post(mock, '/auth/token/update', { accessToken, properties: [{ key: 'k', value: 'v' }] })
  },
  'an end of a token': async (mock) => {
    const { accessToken } = await hold(mock)
    return post(mock, '/auth/token/revoke', { accessTokenIdentifier: accessToken })
  },
  'an end of all tokens of a client': async (mock) => {
    await hold(mock)
    return post(mock, '/auth/token/revoke', { clientIdentifier: String(clientId) })
  },
  'a revocation': async (mock) => {
    const { accessToken } = await hold(mock)
    return post(mock, '/auth/revocation', { parameters: `token=${accessToken}`, ...basic })
  },
  'an authorization request': async (mock) =>
    post(mock, '/auth/authorization', { parameters: requestParameters() }),
  'a request for an old grant': async (mock) => {
    await mock.admin.mintToken('700', { clientId, subject: 'alice', grant: { grantId } })
    const merging = { grant_management_action: 'merge', grant_id: grantId }
    return post(mock, '/auth/authorization', { parameters: requestParameters(merging) })
  },
  'a use of a pushed request': async (mock) => {
    const requestUri = await pushRequest(mock)
    const parameters = new URLSearchParams({ client_id: String(clientId), request_uri: requestUri })
    return post(mock, '/auth/authorization', { parameters: parameters.toString() })
  },
  'a pushed request': async (mock) =>
    post(mock, '/pushed_auth_req', { parameters: requestParameters(), ...basic }),
  'an issue of a code': async (mock) =>
    post(mock, '/auth/authorization/issue', { ticket: await requestTicket(mock), subject: 'alice' }),
  'an issue of a code for an old grant': async (mock) => {
    await mock.admin.mintToken('700', { clientId, subject: 'alice', grant: { grantId } })
    const ticket = await requestTicket(mock, { grant_management_action: 'merge', grant_id: grantId })
    return post(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  },
  'a failure of a request': async (mock) =>
    post(mock, '/auth/authorization/fail', { ticket: await requestTicket(mock), reason: 'DENIED' }),
  'an update of a ticket': async (mock) =>
    post(mock, '/auth/authorization/ticket/update', { ticket: await requestTicket(mock), info: 'x' }),
  'a revocation of a grant': (mock) => prepareGm(mock, 'REVOKE'),
  'a query of a grant': async (mock) => ({ ...(await prepareGm(mock, 'QUERY')), changes: false }),
  'an introspection': async (mock) => {
    const { accessToken: token } = await hold(mock)
    return { ...post(mock, '/auth/introspection', { token }), changes: false }
  },
  'a creation of a client': async (mock) => post(mock, '/client/create', { clientName: 'new' }),
  'an update of a client': onClient('POST', 'client/update', { clientName: 'changed' }),
  'a deletion of a client': onClient('DELETE', 'client/delete'),
  'a refresh of a secret': onClient('GET', 'client/secret/refresh', undefined, 'clientIdentifier'),
  'an update of a secret': onClient(
    'POST',
    'client/secret/update',
    { clientSecret: 'AnotherSecret' },
    'clientIdentifier',
  ),
  'a lock of a client': onClient(
    'POST',
    'client/lock_flag/update',
    { clientLocked: true },
    'clientIdentifier',
  ),
  'an update of the tokens of a subject': async (mock) => {
    await hold(mock)
    const body = { subject: 'alice', scopes: ['accounts'] }
    return onClient('POST', 'client/authorization/update', body)(mock)
  },
  'a deletion of the tokens of a subject': async (mock) => {
    await hold(mock)
    return {
      api: 'client/authorization/delete/{clientId}/{subject}',
      make: () => callApi(mock, 'DELETE', `/client/authorization/delete/${clientId}/alice`),
    }
  },
  'a deletion of granted scopes': async (mock) => {
    await hold(mock)
    return {
      api: 'client/granted_scopes/delete/{clientId}/{subject}',
      make: () => callApi(mock, 'DELETE', `/client/granted_scopes/delete/${clientId}/alice`),
    }
  },
  'an update of the service': async (mock) => post(mock, '/service/update', { serviceName: 'changed' }),
}
