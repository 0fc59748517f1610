import type { Call, Caller, Members } from './caller.ts'
import { apiToken, ids, redirectUri } from './services.ts'

export type Parameters = Readonly<Record<string, string>>

/** How the parts of a life make their calls to the service that has everything. */
export interface Calls {
  readonly record: Caller['record']
  /** One of Authlete's APIs, by POST where there is a body. */
  readonly api: (subject: string, path: string, body?: object, method?: string) => Promise<Members>
  /** The admin interface, behind the service. */
  readonly admin: (subject: string, method: string, path: string, body?: object) => Promise<Members>
  /** An authorization request and its issue; gives back the answer of the issue. */
  readonly authorize: (subject: string, parameters: Parameters, issue?: object) => Promise<Members>
  /** A code flow up to the tokens. */
  readonly getTokens: (subject: string, parameters: Parameters, request?: FlowOptions) => Promise<Members>
}

interface FlowOptions {
  readonly issue?: object
  readonly token?: object
  readonly tokenParameters?: Parameters
}

export const basic = { clientId: '1001', clientSecret: 'aSecretOfLettersAndDigitsThatIsLongEnough42' }

export const form = (parameters: Parameters): string => new URLSearchParams(parameters).toString()

export function createCalls(caller: Caller): Calls {
  const { record } = caller
  const api: Calls['api'] = (subject, path, body, method) => {
    const call: Call = { method: method ?? (body ? 'POST' : 'GET'), token: apiToken, ...(body && { body }) }
    return record(subject, `/api/${ids.whole}/${path}`, call)
  }
  const authorize: Calls['authorize'] = async (subject, parameters, issue = {}) => {
    const request = { response_type: 'code', client_id: '1001', redirect_uri: redirectUri, ...parameters }
    const { ticket } = await api(subject, 'auth/authorization', { parameters: form(request) })
    return api(subject, 'auth/authorization/issue', {
      ticket,
      subject: 'alice',
      authTime: 1_767_225_000,
      ...issue,
    })
  }
  return {
    record,
    api,
    authorize,
    admin: (subject, method, path, body) =>
      record(subject, `/_mock/services/${ids.whole}${path}`, { method, ...(body && { body }) }),
    getTokens: async (subject, parameters, { issue, token = {}, tokenParameters = {} } = {}) => {
      const { authorizationCode } = await authorize(subject, parameters, issue)
      const code = {
        grant_type: 'authorization_code',
        code: String(authorizationCode),
        redirect_uri: redirectUri,
      }
      return api(subject, 'auth/token', {
        ...basic,
        parameters: form({ ...code, ...tokenParameters }),
        ...token,
      })
    },
  }
}
