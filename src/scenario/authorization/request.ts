import type { Client } from '../../model/client.ts'
import { readMember, showSecret, writeForm, type FormParameters } from '../shared/client-request.ts'
import type { Arrangement, Scenario, ScenarioContext, ScenarioClient } from '../shared/scenario.ts'

/** The setup of client and service, and the values of the text. */
export interface RequestSetup {
  readonly service?: Readonly<Record<string, unknown>>
  readonly client?: Client['properties']
  readonly clientType?: Client['clientType']
  readonly values?: (client: ScenarioClient, context: ScenarioContext) => Readonly<Record<string, string>>
}

/** The setup for a text with `{detail}`. */
export function detail(text: string): Pick<RequestSetup, 'values'> {
  return { values: () => ({ detail: text }) }
}

/** The parameters of a client's valid authorization request, with changes. */
export function requestParameters(
  { clientId, redirectUri }: Pick<ScenarioClient, 'clientId' | 'redirectUri'>,
  changes: FormParameters = {},
): string {
  return writeForm({
    response_type: 'code',
    client_id: String(clientId),
    redirect_uri: redirectUri,
    scope: 'openid accounts',
    state: 'state-of-the-client',
    ...changes,
  })
}

/** The call of POST /auth/authorization with these parameters. */
export function authorization(parameters: string | undefined, values?: Arrangement['values']): Arrangement {
  return {
    path: '/auth/authorization',
    body: parameters === undefined ? {} : { parameters },
    ...(values !== undefined && { values }),
  }
}

/** A call with parameters of a client in this setup. */
export function writes(
  write: (
    client: ScenarioClient,
    context: ScenarioContext,
  ) => string | undefined | Promise<string | undefined>,
  { service, client: properties, clientType, values }: RequestSetup = {},
): Scenario {
  return async (context) => {
    if (service !== undefined) await context.change(service)
    const client = await context.makeClient(properties, clientType)
    return authorization(await write(client, context), values?.(client, context))
  }
}

/** A valid request with changes. */
export function asks(
  changes: FormParameters | ((client: ScenarioClient) => FormParameters),
  setup: RequestSetup = {},
): Scenario {
  return writes(
    (client) => requestParameters(client, typeof changes === 'function' ? changes(client) : changes),
    setup,
  )
}

/** A ticket for a client's valid request with changes. */
export async function requestTicket(
  context: ScenarioContext,
  client: ScenarioClient,
  changes: FormParameters = {},
): Promise<string> {
  const parameters = requestParameters(client, changes)
  return readMember(await context.call('POST', '/auth/authorization', { parameters }), 'ticket')
}

/** The URI of a client's valid pushed request. */
export async function pushRequest(context: ScenarioContext, client: ScenarioClient): Promise<string> {
  const body = { ...showSecret(client), parameters: requestParameters(client) }
  return readMember(await context.call('POST', '/pushed_auth_req', body), 'requestUri')
}
