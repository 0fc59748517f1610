import type { Static, TSchema } from '@sinclair/typebox'
import type { AccessRight } from '../../model/api-token.ts'
import type { Service } from '../../model/service.ts'
import type { ApiAnswer } from '../../outcome/outcome.ts'

/** A call to an API of the organization: parsed, without its null members, and validated by the schema of its route. */
export interface OrganizationCall<Body = unknown> {
  readonly body: Body
  /** The parameters of the path, and of the query. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
}

/** A call for one service. */
export interface ApiCall<Body = unknown> extends OrganizationCall<Body> {
  readonly service: Service
  /** The service's time in epoch milliseconds, read once for the whole call. */
  readonly now: number
}

interface Route<Call> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path after `/api/{serviceId}`, or after `/api` for an API of the organization. */
  readonly path: string
  readonly operationId: string
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly right: AccessRight
  /** The parameters of the path without the service, and of the query. */
  readonly params?: TSchema
  readonly query?: TSchema
  /** Absent for a call without a body. */
  readonly body?: TSchema
  /** Absent if success has no body, which is HTTP 204. */
  readonly response?: TSchema
  /** Whether success may have no body although there is a response schema. */
  readonly mayBeEmpty?: true
  /** Whether the answer may be a redirection, which is HTTP 302. */
  readonly mayRedirect?: true
  answer(call: Call): Promise<ApiAnswer>
}

/** One of Authlete's APIs: its schemas, the required right, and the function that answers. */
export interface ApiRoute<Body = unknown> extends Route<ApiCall<Body>> {
  /** Answers HEAD, which changes nothing (RFC 9110 §9.2.1); present if answering GET changes something. */
  answerHead?(call: ApiCall<Body>): Promise<ApiAnswer>
}

/** Types the body of a call by the schema that validates it. */
export function defineRoute<Body extends TSchema>(
  route: ApiRoute<Static<Body>> & { readonly body: Body },
): ApiRoute {
  return route
}

/** An API that is not for one service, but for the organization's token. */
export type OrganizationRoute = Route<OrganizationCall>

/** The APIs to serve: those for one service, and those for the whole organization. */
export interface AuthleteApis {
  readonly ofService: readonly ApiRoute[]
  readonly ofOrganization: readonly OrganizationRoute[]
}

/** A path in the contract behind the service, without a leading slash: `client/get/{clientId}`. */
export function apiNameOf(path: string): string {
  return path.replace(/^\//, '').replace(/:(\w+)/g, '{$1}')
}
