import type { AccessToken } from '../../../src/model/access-token.ts'
import type { Store } from '../../../src/store/store.ts'
import { same } from '../call-samples.ts'
import {
  bareToken,
  clientOf,
  codeOf,
  emptyState,
  grantOf,
  issueOf,
  now,
  pushedRequestOf,
  requestOf,
  serviceOf,
  ticketOf,
  toEmpty,
  tokenOf,
} from '../samples.ts'

/** Picks one of a list. */
export type Pick = <Item>(items: readonly Item[]) => Item

/** What a change is made with: names that are few, so that changes meet what was read. */
export interface Subjects {
  readonly generation: number
  readonly serviceId: string
  readonly name: string
  readonly other: string
  readonly clientId: number
}

type Change = (store: Store, subjects: Subjects) => Promise<unknown>

const lone = '\ud800'

export const serviceIds = ['1', '2', '3']
export const names = ['one', 'two', 'two words', lone, '\ufffd']
export const clientIds = [1, 2, 3]

/** A refresh token that comes later than the access token that names it. */
const lateRefresh: Change = async (store, { generation, name, clientId }) => {
  await store.saveToken(generation, tokenOf(name, { clientId }))
  await store.revokeGrant(generation, `${name}-grant`)
  const found = await store.findAccessToken(generation, { tokenHash: name })
  const { accessToken } = issueOf(`${name}-late`, { clientId })
  const { refreshToken } = issueOf(name, { clientId })
  await store.issueTokens(generation, {
    accessToken: { ...accessToken, refreshTokenHash: 'nothing' },
    refreshToken,
  })
  return found
}

/** A token alone that gets another value. */
const rename: Change = async (store, { generation, name }) => {
  await store.saveToken(generation, bareToken(name))
  const found = await store.findAccessToken(generation, { tokenHash: name })
  const next = (token: AccessToken) => ({ ...token, tokenHash: `${name}-late` })
  return [found, await store.updateToken(generation, name, { accessToken: next, refreshToken: same })]
}

/** Tokens that are refused after the code was used: nothing of it stays. */
const undone: Change = async (store, { generation, name, clientId }) => {
  const grantChange = { grantId: `${name}-grant`, change: () => ({ ...grantOf(`${name}-grant`), clientId }) }
  await store.savePending(generation, 'code', codeOf(`${name}-undone`)).catch(String)
  return store.redeemPending(generation, 'code', `${name}-undone`, {
    ...issueOf(name),
    ends: { subject: 'alice' },
    grantChange,
  })
}

/** Work that throws after it has changed something. */
const broken: Change = async (store, { generation, name, serviceId }) => {
  const breaks = () => {
    throw new Error('broken')
  }
  const fails = [
    store.updateService(serviceId, breaks),
    store.refreshTokens(generation, `${name}-refresh`, {
      ...issueOf(`${name}-new`),
      ends: {},
      grantChange: { grantId: `${name}-grant`, change: breaks },
    }),
  ]
  return (await Promise.allSettled(fails)).map(({ status }) => status)
}

/** A call that finds, and then writes: it is overtaken if another has written between. */
const call: Change = async (store, { generation, name, other }) => {
  const opened = store.openCall()
  const found = await opened.ask('takeAccessToken', [generation, name, now])
  await store.revokeGrant(generation, `${other}-grant`)
  const written = await opened.ask('revokeGrant', [generation, `${name}-grant`]).catch(String)
  return [found, written, await opened.confirm().catch(String)]
}

/** Everything that changes what an engine may keep. */
export const changes: readonly Change[] = [
  (store, { serviceId, name }) =>
    store.createServices([
      serviceOf(serviceId, {
        initialState: { ...emptyState, apiTokens: [{ tokenHash: name, serviceId, rights: ['ADMIN'] }] },
      }),
    ]),
  (store, { serviceId, name }) =>
    store.updateService(serviceId, ({ properties }) => ({
      properties: { ...properties, serviceName: name },
    })),
  (store, { serviceId }) => store.deleteService(serviceId),
  (store, { serviceId }) => store.resetService(serviceId, toEmpty),
  (store, { serviceId }) => store.saveSnapshot({ serviceId, name: 'of one' }, now, 9),
  (store) => store.saveSnapshot({ name: 'of all' }, now, 9),
  (store, { serviceId }) => store.restoreSnapshot({ serviceId, name: 'of one' }),
  (store) => store.restoreSnapshot({ name: 'of all' }),
  (store) => store.sweepAbandoned(),
  (store, { name, serviceId }) => store.saveApiToken({ tokenHash: name, serviceId, rights: [] }),
  (store, { name }) => store.replaceOrganizationTokens([{ tokenHash: name, rights: ['ADMIN'] }]),
  (store, { generation, clientId, name }) =>
    store.createClient(generation, clientOf(clientId, { clientIdAlias: name, clientIdAliasEnabled: true })),
  (store, { generation, clientId, name }) =>
    store.updateClient(generation, clientId, (client) => ({
      ...client,
      properties: { clientIdAlias: name, locked: client.properties.locked !== true },
    })),
  (store, { generation, clientId }) => store.deleteClient(generation, clientId),
  (store, { generation, name, clientId }) => store.saveToken(generation, tokenOf(name, { clientId })),
  (store, { generation, name, other }) => store.saveToken(generation, bareToken(name, `${other}-grant`)),
  (store, { generation, name }) => store.saveToken(generation, bareToken(name)),
  (store, { generation, name, clientId }) =>
    store.issueTokens(generation, issueOf(name, { clientId, codeHash: name })),
  lateRefresh,
  rename,
  undone,
  broken,
  call,
  async (store, { generation, name }) => {
    await store.savePending(generation, 'ticket', ticketOf(name)).catch(String)
    return store.issueCode(generation, name, codeOf(name))
  },
  (store, { generation, name }) =>
    store.redeemPending(generation, 'code', name, issueOf(`${name}-late`, { codeHash: name })),
  (store, { generation, name, other }) => store.refreshTokens(generation, `${name}-refresh`, issueOf(other)),
  (store, { generation, name, other }) =>
    store.updateToken(generation, name, {
      accessToken: (token) => ({ ...token, tokenHash: other }),
      refreshToken: (token) => ({ ...token, expiresAt: token.expiresAt + 1 }),
    }),
  (store, { generation, name }) =>
    store.updateToken(generation, name, {
      accessToken: (token) => ({ ...token, expiresAt: token.expiresAt + 1 }),
      refreshToken: same,
    }),
  (store, { generation, clientId, name }) => store.rescopeTokens(generation, { clientId }, [name]),
  (store, { generation, name }) => store.takeAccessToken(generation, name, now + 2000),
  (store, { generation, name }) =>
    store.updatePending(generation, 'ticket', name, (ticket) => ({ ...ticket, info: `${ticket.info}+` })),
  (store, { generation, name }) => store.endPending(generation, 'ticket', name),
  (store, { generation, name }) => store.savePending(generation, 'ticket', ticketOf(name)),
  async (store, { generation, name }) => {
    const request = requestOf({ requestUriHash: name })
    await store.savePending(generation, 'pushed_request', pushedRequestOf(name)).catch(String)
    await store.savePending(generation, 'ticket', ticketOf(name, { request })).catch(String)
  },
  (store) => store.forgetEnded(now + 86_400_000 * 2),
  (store, { generation, name }) => store.endTokens(generation, { pairOf: name }),
  (store, { generation, name }) => store.endTokens(generation, { pairOf: `${name}-refresh` }),
  (store, { generation, name }) => store.endTokens(generation, { codeHash: name }),
  (store, { generation, clientId }) => store.endTokens(generation, { clientId }),
  (store, { generation, clientId }) => store.endTokens(generation, { clientId }, 1),
  (store, { generation, name }) => store.revokeGrant(generation, `${name}-grant`),
]

/** Everything that an engine may keep. */
export async function lookAtKept(store: Store, generations: readonly number[]): Promise<unknown> {
  const found: unknown[] = []
  for (const serviceId of serviceIds) found.push(await store.findService(serviceId))
  for (const name of names) found.push(await store.findApiToken(name))
  for (const generation of generations) {
    for (const clientId of clientIds) found.push(await store.findClient(generation, { clientId }))
    for (const name of names) {
      found.push(
        await store.findClient(generation, { alias: name }),
        await store.findGrant(generation, `${name}-grant`),
        await store.findAccessToken(generation, { tokenHash: name }),
        await store.findAccessToken(generation, { tokenHash: `${name}-late` }),
        await store.takeAccessToken(generation, name, 0),
        await store.findPending(generation, 'ticket', name),
        await store.findPending(generation, 'code', name),
        await store.findPending(generation, 'pushed_request', name),
      )
    }
  }
  return found
}
