import { MintSchema, type MintRequest } from '../../../schema/admin/requests.ts'
import type { GrantList, MintedToken, TokenView } from '../../../schema/admin/views.ts'
import { readClock } from '../../base/clock.ts'
import { copyWithoutNulls, type JsonObject } from '../../base/json.ts'
import type { RefreshToken } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import type { Random } from '../../base/random.ts'
import type { NewToken, SaveRefusal } from '../../store/store.ts'
import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { assignTimes, instantiateToken } from '../../fixtures/baseline.ts'
import { declareToken, findContradictions, type DeclaredToken } from '../../fixtures/declare-token.ts'
import { makePossession, type Possession } from './possession.ts'
import { makeSampleRequest } from './sample-request.ts'

type TokenMethods = Pick<Admin, 'mintToken' | 'listTokens' | 'listGrants' | 'deleteGrant'>

export function tokenMethods(tools: AdminTools, findService: ServiceFinder): TokenMethods {
  const { store } = tools
  return {
    mintToken: async (serviceId, request = {}) => mintToken(tools, await findService(serviceId), request),
    listTokens: async (serviceId) => {
      const { generation } = await findService(serviceId)
      const { entries: accessTokens } = await store.listAccessTokens(generation)
      const refreshTokens = await store.listRefreshTokens(generation)
      return {
        accessTokens: accessTokens.map(({ token }) => viewToken(token)),
        refreshTokens: refreshTokens.map(viewToken),
      }
    },
    listGrants: async (serviceId) => listGrants(tools, await findService(serviceId)),
    deleteGrant: async (serviceId, grantId) => {
      const { generation } = await findService(serviceId)
      if (await store.revokeGrant(generation, grantId)) return
      throw new AdminError(404, 'grant_unknown', `Service ${serviceId} has no grant ${grantId}.`)
    },
  }
}

async function mintToken(tools: AdminTools, service: Service, given: MintRequest): Promise<MintedToken> {
  const { store, random } = tools
  const asked = copyWithoutNulls(given) as JsonObject
  const { bind, ...spec } = tools.readRequest(MintSchema, asked, findContradictions(asked, ''))
  const now = readClock(service.clock, tools.systemClock())
  const possession = bind && (await makePossession(bind, random, now))
  const cnf = possession?.cnf ?? spec.cnf
  const declared = declareToken({ ...spec, ...(cnf !== undefined && { cnf }) }, service.properties, random)
  const token = instantiateDeclared(declared, spec.clientId, random, now)
  const saved = await store.saveToken(service.generation, token)
  if ('refused' in saved) throw refuseToken(saved.refused)
  const minted = describeMinted(declared, token, saved.clientId, possession, cnf)
  const { grantId } = token.accessToken
  if (grantId === undefined) return minted
  const facts = { service, now, accessToken: minted.accessToken, grantId, scopes: minted.scopes, possession }
  const request = await makeSampleRequest(facts, tools.dryRun, random)
  return { ...minted, ...(request !== undefined && { request }) }
}

function instantiateDeclared(
  declared: DeclaredToken,
  clientId: number | undefined,
  random: Random,
  now: number,
): NewToken {
  const newClient: Client = {
    clientId: clientId ?? Number(random.digits(10)),
    clientType: 'CONFIDENTIAL',
    properties: assignTimes({}, now),
  }
  return {
    newClient,
    accessToken: instantiateToken(declared.accessToken, now),
    ...(clientId !== undefined && { clientId }),
    ...(declared.refreshToken !== undefined && {
      refreshToken: instantiateToken(declared.refreshToken, now),
    }),
    ...(declared.newGrant !== undefined && { newGrant: { ...declared.newGrant, createdAt: now } }),
  }
}

function describeMinted(
  declared: DeclaredToken,
  { accessToken: { subject, scopes, expiresAt, grantId } }: NewToken,
  clientId: number,
  possession: Possession | undefined,
  cnf: MintRequest['cnf'],
): MintedToken {
  return {
    accessToken: declared.accessTokenValue,
    ...(declared.refreshTokenValue !== undefined && { refreshToken: declared.refreshTokenValue }),
    ...(grantId !== undefined && { grantId }),
    clientId,
    ...(subject !== undefined && { subject }),
    scopes: [...scopes],
    expiresAt,
    ...(cnf !== undefined && { cnf }),
    ...(possession !== undefined && describeSecrets(possession)),
  }
}

function describeSecrets(
  possession: Possession,
): Pick<MintedToken, 'privateJwk' | 'certificate' | 'privateKey'> {
  if ('key' in possession) return { privateJwk: { ...possession.key.privateJwk } }
  return { certificate: possession.certificate, privateKey: possession.privateKey }
}

/** The status, the error and the message of a refusal. */
const refusals: Readonly<Record<SaveRefusal, readonly [status: number, error: string, message: string]>> = {
  grant_unknown: [404, 'grant_unknown', 'There is no grant with this grantId. Make one with "grant": {}.'],
  grant_exists: [409, 'grant_exists', 'There is a grant with this grantId already. Name it with "grantId".'],
  access_token_exists: [409, 'access_token_exists', 'There is an access token with this value already.'],
  client_id_taken: [
    409,
    'client_id_taken',
    'There is no client with this clientId, and another one has it as its alias.',
  ],
  service_was_reset: [409, 'world_over', 'The service was reset or dropped while the token was being made.'],
}

function refuseToken(refusal: SaveRefusal): AdminError {
  return new AdminError(...refusals[refusal])
}

async function listGrants({ store }: AdminTools, { generation }: Service): Promise<GrantList> {
  const { entries } = await store.listAccessTokens(generation)
  const accessTokens = entries.map(({ token }) => token)
  const refreshTokens = await store.listRefreshTokens(generation)
  const grants = await store.listGrants(generation)
  return {
    grants: grants.map(({ grantId, scopes, claims, authorizationDetails, ...grant }) => ({
      grantId,
      ...grant,
      scopes: scopes.map(({ scope, resource }) => ({ scope, ...(resource && { resource: [...resource] }) })),
      claims: [...claims],
      authorizationDetails: [...authorizationDetails],
      accessTokens: accessTokens.filter((token) => token.grantId === grantId).map(viewToken),
      refreshTokens: refreshTokens.filter((token) => token.grantId === grantId).map(viewToken),
    })),
  }
}

/** Only the members of the published contract: other content of a token may be hidden, or long. */
function viewToken(token: RefreshToken): TokenView {
  const { tokenHash, clientId, subject, scopes, createdAt, expiresAt, grantId } = token
  const { jkt, certificateThumbprint } = token
  const cnf = {
    ...(jkt !== undefined && { jkt }),
    ...(certificateThumbprint !== undefined && { 'x5t#S256': certificateThumbprint }),
  }
  return {
    sha256: tokenHash,
    clientId,
    ...(subject !== undefined && { subject }),
    scopes: [...scopes],
    createdAt,
    expiresAt,
    ...(grantId !== undefined && { grantId }),
    ...(Object.keys(cnf).length > 0 && { cnf }),
  }
}
