import type { MintRequest } from '../../../schema/admin/requests.ts'
import type { MintedToken } from '../../../schema/admin/views.ts'
import type { Admin } from '../../admin/admin.ts'
import type { Step } from '../../faults/fault-injector.ts'
import type { Client } from '../../model/client.ts'
import type { ServiceProperties } from '../../model/service.ts'
import type { Random } from '../../base/random.ts'

/** The call that meets an outcome, once everything is arranged for it. */
export interface Arrangement {
  /** POST by default. */
  readonly method?: string
  /** The path behind `/api/{serviceId}`, or any path that starts with `/api/`. */
  readonly path: string
  /** An object is sent as JSON; a text as it is. */
  readonly body?: object | string
  /** In place of the usual headers, or, where undefined, without them. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** The caller's token; by default one with every right. */
  readonly apiToken?: string
  /** What fills the placeholders of the outcome's text. */
  readonly values?: Readonly<Record<string, string>>
  /** The whole text of the answer, where the API writes it otherwise than as `[code] text`. */
  readonly resultMessage?: string
  /** Whether the text holds what only the call itself makes, so that it cannot be told before. */
  readonly hasUnknownText?: true
}

/** Arranges real state in a service, and tells the call that truly yields an outcome then. */
export type Scenario = (context: ScenarioContext) => Promise<Arrangement>

/** A client that was made for a scenario. */
export interface ScenarioClient {
  readonly clientId: number
  readonly clientSecret: string
  readonly redirectUri: string
}

/** What a scenario works with: one service, furnished so that nothing but the scenario itself stands in its way. */
export interface ScenarioContext {
  readonly serviceId: string
  readonly admin: Admin
  readonly random: Random
  /** The service's time, epoch milliseconds. */
  now(): Promise<number>
  /** The properties of the service as they are. */
  properties(): Promise<ServiceProperties & ScenarioEndpoints>
  /** Changes properties of the service; null takes one away. */
  change(properties: Readonly<Record<string, unknown>>): Promise<void>
  /** Makes a client with these properties, valid or not; a confidential one with a secret by default. */
  makeClient(properties?: Client['properties'], clientType?: Client['clientType']): Promise<ScenarioClient>
  /** Mints a token for a client of its own, unless the order names one: the service's first client may be locked. */
  mintToken(request?: MintRequest): Promise<MintedToken>
  /** Calls one of Authlete's APIs of the service, with every right. Throws unless it is answered with a status below 300. */
  call(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>>
  /** Lets time pass for the service. */
  advance(seconds: number): Promise<void>
  /** Arranges that the storage fails the next call of this API, so that it crashes. */
  failStorage(api: string): void
  /** Arranges for something to happen within the next call of this API, just before it first changes the storage. */
  duringNextCall(api: string, what: string, act: () => Promise<unknown>): void
  /** Arranges for something to happen at a step of the next call of this API. */
  atStep(step: Step, api: string, what: string, act: () => Promise<unknown>): void
}

/** The endpoints that every staged service has. */
export interface ScenarioEndpoints {
  readonly issuer: string
  readonly grantManagementEndpoint: string
  readonly tokenEndpoint: string
  readonly pushedAuthReqEndpoint: string
  readonly userInfoEndpoint: string
}
