import { callApi } from '../support/api.ts'
import { clientId, publicClientId, redirectUri } from '../support/requests/authorize.ts'
import { apiToken, serviceId, type TestMock } from '../support/mock.ts'
import { tokenWorld } from '../support/requests/token.ts'
import { grantId, type ReadyCall } from './calls.ts'

type Change = (mock: TestMock, call: ReadyCall) => Promise<unknown>

async function done(work: ReturnType<typeof callApi>): Promise<void> {
  const { status, body } = await work
  if (status >= 300) throw new Error(`the change was answered with ${status}: ${JSON.stringify(body)}`)
}

const updateClient =
  (changes: object): Change =>
  (mock) =>
    done(callApi(mock, 'POST', `/client/update/${clientId}`, { redirectUris: [redirectUri], ...changes }))

const deleteClient: Change = ({ admin }) => admin.deleteClient(serviceId, String(clientId))

/** Whatever can happen to what a call relies on. */
export const changes: Readonly<Record<string, Change>> = {
  'its client is deleted': deleteClient,
  'its client is deleted and its id given to another': async (mock, call) => {
    await deleteClient(mock, call)
    await mock.admin.mintToken(serviceId, { clientId, subject: 'bob', accessToken: 'of-another' })
  },
  'its client is locked': (mock) =>
    done(callApi(mock, 'POST', `/client/lock_flag/update/${clientId}`, { clientLocked: true })),
  'its client becomes public': updateClient({ clientType: 'PUBLIC', tokenAuthMethod: 'NONE' }),
  'its client loses its redirect URI': updateClient({ redirectUris: [] }),
  'its client may do nothing': updateClient({ grantTypes: [], responseTypes: [] }),
  'its secret is replaced': (mock) => done(callApi(mock, 'GET', `/client/secret/refresh/${clientId}`)),
  'its service is reset': ({ admin }) => admin.reset(serviceId),
  'its service is deleted': ({ admin }) => admin.deleteService(serviceId),
  'its service allows nothing': ({ admin }) =>
    admin.updateService(serviceId, {
      supportedGrantTypes: [],
      supportedResponseTypes: [],
      supportedScopes: [],
    }),
  'its service sees through strict eyes': ({ admin }) =>
    admin.updateService(serviceId, { mock: { strictOwnership: true } }),
  'time passes': ({ admin }) => admin.advanceClock(serviceId, { seconds: 7 * 86_400 }),
  'its grant is revoked': ({ admin }) => admin.deleteGrant(serviceId, grantId).catch(() => undefined),
  'its grant goes to another client': async ({ admin }) => {
    await admin.deleteGrant(serviceId, grantId).catch(() => undefined)
    await admin.mintToken(serviceId, { clientId: publicClientId, subject: 'alice', grant: { grantId } })
  },
  'its grant goes to another subject': async ({ admin }) => {
    await admin.deleteGrant(serviceId, grantId).catch(() => undefined)
    await admin.mintToken(serviceId, { clientId, subject: 'mallory', grant: { grantId } })
  },
  'the tokens of its subject end': (mock) =>
    done(callApi(mock, 'DELETE', `/client/authorization/delete/${clientId}/alice`)),
  'the tokens of its subject get other scopes': (mock) =>
    done(
      callApi(mock, 'POST', `/client/authorization/update/${clientId}`, {
        subject: 'alice',
        scopes: ['email'],
      }),
    ),
  'the same call comes first': async (_, call) => call.make(),
}

/** A service that lets all calls of these tests pass, and API tokens with every right. */
export const raceWorld = tokenWorld({ apiTokens: [{ apiToken, rights: ['ADMIN'] }] })
