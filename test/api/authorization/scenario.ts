import type { Fixtures } from '../../../schema/fixtures.ts'
import {
  authorizationWorld,
  publicClientId,
  requestParameters,
  requestTicket,
  type RequestMembers,
} from '../../support/authorize.ts'
import type { TestMock } from '../../support/mock.ts'

/** A call of one of the APIs. */
export interface Call {
  readonly path: string
  readonly body: object
}

/** Real state and the call that truly yields an outcome, with what fills the placeholders of its text. */
export interface Scenario {
  /** The usual one, shared with others, where it is absent. */
  readonly world?: Fixtures
  readonly arrange: (mock: TestMock) => Promise<Call>
  readonly values?: Readonly<Record<string, string>>
}

/** Properties of the service and of its client, and what fills the text. */
export interface Setting {
  readonly service?: object
  readonly client?: object
  readonly values?: Readonly<Record<string, string>>
}

/** The world of a setting, and its values where it has any. */
export function setting({ service, client, values }: Setting): Pick<Scenario, 'world' | 'values'> {
  const usual = service === undefined && client === undefined
  return {
    ...(!usual && { world: authorizationWorld(service, client) }),
    ...(values !== undefined && { values }),
  }
}

/** The parameters of a client's request, literally. */
export function sends(parameters: string | undefined, more: Setting = {}): Scenario {
  return {
    ...setting(more),
    arrange: async () => ({ path: '/auth/authorization', body: { parameters } }),
  }
}

/** A good request with changes. */
export function asks(changes: RequestMembers, more: Setting = {}): Scenario {
  return sends(requestParameters(changes), more)
}

/** A good request of the public client with changes. */
export function asksPublicly(changes: RequestMembers): Scenario {
  return asks({ client_id: String(publicClientId), ...changes })
}

/** A call that shows a ticket. */
export function shows(path: string, body: object, changes: RequestMembers = {}): Scenario {
  return {
    arrange: async (mock) => ({
      path: `/auth/authorization/${path}`,
      body: { ticket: await requestTicket(mock, changes), ...body },
    }),
  }
}

/** A call that shows a ticket whose time is over. */
export function showsLate(path: string, body: object): Scenario {
  return {
    world: authorizationWorld(),
    arrange: async (mock) => {
      const ticket = await requestTicket(mock)
      mock.time.now += 3_600_000
      return { path: `/auth/authorization/${path}`, body: { ticket, ...body } }
    },
  }
}

/** A call that shows what is no ticket. */
export function showsNone(path: string, body: object): Scenario {
  return { arrange: async () => ({ path: `/auth/authorization/${path}`, body }) }
}
