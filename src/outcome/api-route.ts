import type { TSchema } from '@sinclair/typebox'
import type { AccessRight } from '../model/api-token.ts'
import type { Service } from '../model/service.ts'
import type { ApiAnswer } from './outcome.ts'

/** One of Authlete's APIs, as the front door sees it: what it takes, who may call it, and who answers. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** The path after `/api/{serviceId}`, which is also how Authlete's texts name the API. */
  readonly path: string
  readonly operationId: string
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly right: AccessRight
  readonly body: TSchema
  readonly response: TSchema
  readonly answer: (body: unknown, service: Service) => Promise<ApiAnswer>
}
