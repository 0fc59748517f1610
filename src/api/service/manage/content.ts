import { serviceFlags, serviceNumbers } from '../../../../schema/service-members.ts'
import { withoutNulls } from '../../../base/json.ts'
import type { Service, ServiceProperties } from '../../../model/service.ts'
import { formatTimestamps } from '../../shared/timestamps.ts'
import { authleteNumber } from '../../shared/authlete-number.ts'

const unset = {
  ...Object.fromEntries(serviceFlags.map((name) => [name, false])),
  ...Object.fromEntries(serviceNumbers.map((name) => [name, 0])),
}

/** A service in Authlete's form: flags and numbers always, everything else if it is set. */
export function viewService({ serviceId, properties }: Pick<Service, 'serviceId' | 'properties'>): object {
  const { supportedScopes, ...set } = withoutNulls(properties) as ServiceProperties
  return {
    ...unset,
    ...set,
    supportedScopes: supportedScopes?.map((scope) => ({ defaultEntry: false, ...scope })),
    ...formatTimestamps(properties),
    // Deprecated and always true.
    clientIdAliasEnabled: true,
    apiKey: Number(serviceId),
    number: authleteNumber(serviceId),
    serviceOwnerNumber: 0,
  }
}

/** The defaults of a new service, as observed on the real one. */
const placeholders: ServiceProperties = {
  issuer: 'https://authlete.com',
  authorizationEndpoint: 'https://localhost/authorization',
  tokenEndpoint: 'https://localhost/token',
  revocationEndpoint: 'https://localhost/revocation',
  introspectionEndpoint: 'https://localhost/introspection',
  userInfoEndpoint: 'https://localhost/userinfo',
  accessTokenType: 'Bearer',
  supportedClaimTypes: ['NORMAL'],
  supportedDisplays: ['PAGE'],
}

/** The members that Authlete assigns; those of a request are ignored. */
const assigned = ['number', 'apiKey', 'apiSecret', 'serviceOwnerNumber', 'createdAt', 'modifiedAt']

function listGiven(body: ServiceProperties): ServiceProperties {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !assigned.includes(name)))
}

/** The properties of a new service. `now` is its time, epoch milliseconds. */
export function newProperties(body: ServiceProperties, now: number): ServiceProperties {
  return { ...placeholders, ...listGiven(body), createdAt: now, modifiedAt: now }
}

/** Replaces the properties of a service at a time (epoch ms). */
export function replaceProperties(
  { properties }: Service,
  body: ServiceProperties,
  now: number,
): ServiceProperties {
  return { ...listGiven(body), createdAt: properties['createdAt'] ?? now, modifiedAt: now }
}
