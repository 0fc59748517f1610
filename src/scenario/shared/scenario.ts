import type { MintRequest } from '../../../schema/admin/requests.ts'
import type { MintedToken } from '../../../schema/admin/views.ts'
import type { Admin } from '../../admin/admin.ts'
import type { Step } from '../../faults/fault-injector.ts'
import type { Client } from '../../model/client.ts'
import type { ServiceProperties } from '../../model/service.ts'
import type { Random } from '../../base/random.ts'

/** The call that triggers an outcome, once everything is prepared for it. */
export interface Arrangement {
  /** POST by default. */
  readonly method?: string
  /** The path behind `/api/{serviceId}`, or any path that starts with `/api/`. */
  readonly path: string
  /** An object is sent as JSON; a text as it is. */
  readonly body?: object | string
  /** Replaces the usual headers, or removes them (undefined). */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** The caller's token; by default one with every right. */
  readonly apiToken?: string
  /** The values for the placeholders of the outcome's text. */
  readonly values?: Readonly<Record<string, string>>
  /** The whole text of the answer, if the API does not write it as `[code] text`. */
  readonly resultMessage?: string
  /** Whether the text contains a value that only the call itself produces. */
  readonly hasUnknownText?: true
}

/** Prepares state in a service, and returns the request that triggers the outcome. */
export type Scenario = (context: ScenarioContext) => Promise<Arrangement>

/** A client of a scenario. */
export interface ScenarioClient {
  readonly clientId: number
  readonly clientSecret: string
  readonly redirectUri: string
}

/** The tools of a scenario: one service, prepared so that only the scenario's own reason can refuse the call. */
export interface ScenarioContext {
  readonly serviceId: string
  readonly admin: Admin
  readonly random: Random
  /** The service's time, epoch milliseconds. */
  now(): Promise<number>
  /** The present properties of the service. */
  properties(): Promise<ServiceProperties & ScenarioEndpoints>
  /** Changes properties of the service; null unsets one. */
  change(properties: Readonly<Record<string, unknown>>): Promise<void>
  /** Makes a client with these properties, valid or not; a confidential one with a secret by default. */
  makeClient(properties?: Client['properties'], clientType?: Client['clientType']): Promise<ScenarioClient>
  /** Mints a token, by default for a new client: the service's first client may be locked. */
  mintToken(request?: MintRequest): Promise<MintedToken>
  /** Calls one of Authlete's APIs of the service, with every right. Throws unless the status is below 300. */
  call(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>>
  /** Advances the clock of the service. */
  advance(seconds: number): Promise<void>
  /** Makes the storage fail in the next call of this API, which causes a server error. */
  failStorage(api: string): void
  /** Runs something during the next call of this API, just before its first change of the storage. */
  duringNextCall(api: string, what: string, act: () => Promise<unknown>): void
  /** Runs something at a step of the next call of this API. */
  atStep(step: Step, api: string, what: string, act: () => Promise<unknown>): void
}

/** The endpoints of every prepared service. */
export interface ScenarioEndpoints {
  readonly issuer: string
  readonly grantManagementEndpoint: string
  readonly tokenEndpoint: string
  readonly pushedAuthReqEndpoint: string
  readonly userInfoEndpoint: string
}
