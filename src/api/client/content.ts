import { aliasOf, isAliasEnabled } from '../../base/client-names.ts'
import { clientFlags, clientNumbers } from '../../../schema/client-members.ts'
import { formatTimestamps } from '../shared/timestamps.ts'
import { authleteNumber } from '../shared/authlete-number.ts'
import { withoutNulls } from '../../base/json.ts'
import type { Client, ClientProperties } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'

const unset = {
  ...Object.fromEntries(clientFlags.map((name) => [name, false])),
  ...Object.fromEntries(clientNumbers.map((name) => [name, 0])),
  idTokenSignAlg: 'RS256',
  subjectType: 'PUBLIC',
}

/** A client in Authlete's form: flags and numbers always, everything else if it is set. */
export function viewClient({ serviceId }: Service, client: Client): object {
  const { clientId, clientType, properties } = client
  return {
    ...unset,
    tokenAuthMethod: clientType === 'PUBLIC' ? 'NONE' : 'CLIENT_SECRET_BASIC',
    derivedSectorIdentifier: deriveSector(properties),
    ...(withoutNulls(properties) as ClientProperties),
    ...formatTimestamps(properties),
    clientId,
    clientIdAlias: aliasOf(client),
    clientIdAliasEnabled: isAliasEnabled(client),
    clientType,
    number: authleteNumber(clientId),
    serviceNumber: authleteNumber(serviceId),
  }
}

/** A client as an end user sees it. */
export function viewApplication(client: Client): object {
  const { clientId, clientType, properties } = client
  const { clientName, clientNames, description, descriptions } = properties
  return {
    clientId,
    clientType,
    number: authleteNumber(clientId),
    ...(withoutNulls({ clientName, clientNames, description, descriptions }) as object),
    clientIdAlias: aliasOf(client),
    clientIdAliasEnabled: isAliasEnabled(client),
  }
}

/** OpenID Connect Core §8.1: the host of the sector identifier, else the one host of the redirect URIs. */
function deriveSector({ sectorIdentifierUri, redirectUris = [] }: ClientProperties): string | undefined {
  const named = typeof sectorIdentifierUri === 'string' ? [sectorIdentifierUri] : redirectUris
  const [host = '', ...others] = new Set(named.map((uri) => (URL.canParse(uri) ? new URL(uri).hostname : '')))
  return host === '' || others.length > 0 ? undefined : host
}

/** The members that Authlete assigns; those of a request are ignored. */
const assigned = [
  'number',
  'serviceNumber',
  'clientId',
  'clientSecret',
  'dynamicallyRegistered',
  'createdAt',
  'modifiedAt',
  'derivedSectorIdentifier',
  'clientType',
]

/** A client without its id, from a request. */
export interface ClientBody extends ClientProperties {
  readonly clientType?: Client['clientType']
}

function listGiven(body: ClientBody): ClientProperties {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !assigned.includes(name)))
}

/** A new client. `now` is the service's time, epoch milliseconds. */
export function newClient(body: ClientBody, clientId: number, clientSecret: string, now: number): Client {
  return {
    clientId,
    clientType: body.clientType ?? 'CONFIDENTIAL',
    properties: { ...listGiven(body), clientSecret, createdAt: now, modifiedAt: now },
  }
}

/**
 * Replaces a client at a time (epoch ms): an update replaces everything but the secret, and the lock unless it is
 * named. Without `tokenAuthMethod` an update was observed to result in NONE.
 */
export function replaceClient({ clientId, properties }: Client, body: ClientBody, now: number): Client {
  const { clientSecret, locked = false, createdAt = now } = properties
  return {
    clientId,
    clientType: body.clientType ?? 'CONFIDENTIAL',
    properties: {
      locked,
      tokenAuthMethod: 'NONE',
      ...listGiven(body),
      ...(clientSecret !== undefined && { clientSecret }),
      createdAt,
      modifiedAt: now,
    },
  }
}
