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

/** A client as Authlete shows it: flags and numbers always, everything else where it is set. */
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

/** A client as an end user is told of it. */
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

/** The members that Authlete assigns, whatever a request says of them. */
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

/** A client without its id, as a request gives it. */
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
 * A client from now on (epoch ms): an update replaces everything but the secret, and the lock where it is not named.
 * An update that leaves `tokenAuthMethod` out was seen to leave NONE.
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
