import type { LoadOptions, Step } from '../load.ts'
import type { Served } from '../workshop.ts'

/** The rows of `npm run bench`, in the order of its table. */
export const rowNames = [
  'floor 1: Fastify',
  'floor 2: and two look-ups',
  'floor 3: ES256',
  'floor 3: RS256',
  'floor 3: EdDSA',
  'floor of REVOKE',
  'QUERY, bearer',
  'QUERY, bearer, at info',
  'QUERY, certificate',
  'introspection',
  'QUERY, DPoP ES256',
  'QUERY, DPoP RS256',
  'QUERY, DPoP EdDSA',
  'REVOKE, on disk',
  'code flow, three calls',
  'oidc-provider, bearer',
  'oidc-provider, DPoP ES256',
  'Prism, canned answer',
] as const
export type RowName = (typeof rowNames)[number]

/** A process under load, and what it is asked. */
export interface Row<Name extends string = RowName> extends Pick<LoadOptions, 'headers' | 'steps'> {
  readonly name: Name
  readonly served: Served
  /** Rows with a bar take part in every round; those that are only told, in the first ones. */
  readonly isTold?: boolean
}

/** The first service of the demo fixtures. */
export const demo = { serviceId: '4277000001', apiToken: 'demo-service-token' }

export function authorize(apiToken: string): Row['headers'] {
  return { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
}

export const answers = (action: string): string => `"action":"${action}"`

/** One call of `/gm`; with many bodies, each is sent once. */
export function callGm(serviceId: string, bodies: readonly string[], action = 'OK'): Step {
  const step = { path: `/api/${serviceId}/gm`, expected: answers(action) }
  const [body = ''] = bodies
  if (bodies.length === 1) return { ...step, body }
  return { ...step, varied: { member: 'body', values: bodies, repeats: false } }
}
