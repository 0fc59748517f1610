import type { Client } from '../../model/client.ts'
import { readMember, showSecret, writeForm, type FormParameters } from '../shared/client-request.ts'
import type { Arrangement, Scenario, Stage, StagedClient } from '../shared/scenario.ts'

/** How client and service are set up, and what fills the text. */
export interface Setting {
  readonly service?: Readonly<Record<string, unknown>>
  readonly client?: Client['properties']
  readonly clientType?: Client['clientType']
  readonly values?: (client: StagedClient, stage: Stage) => Readonly<Record<string, string>>
}

/** The setting of a text with `{detail}`. */
export function detail(text: string): Pick<Setting, 'values'> {
  return { values: () => ({ detail: text }) }
}

/** The parameters of a client's good authorization request, with changes. */
export function requestParameters(
  { clientId, redirectUri }: Pick<StagedClient, 'clientId' | 'redirectUri'>,
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

/** A call whose parameters a client writes in this setting. */
export function writes(
  write: (client: StagedClient, stage: Stage) => string | undefined | Promise<string | undefined>,
  { service, client: properties, clientType, values }: Setting = {},
): Scenario {
  return async (stage) => {
    if (service !== undefined) await stage.change(service)
    const client = await stage.makeClient(properties, clientType)
    return authorization(await write(client, stage), values?.(client, stage))
  }
}

/** A good request with changes. */
export function asks(
  changes: FormParameters | ((client: StagedClient) => FormParameters),
  setting: Setting = {},
): Scenario {
  return writes(
    (client) => requestParameters(client, typeof changes === 'function' ? changes(client) : changes),
    setting,
  )
}

/** A ticket for a client's good request with changes. */
export async function requestTicket(
  stage: Stage,
  client: StagedClient,
  changes: FormParameters = {},
): Promise<string> {
  const parameters = requestParameters(client, changes)
  return readMember(await stage.call('POST', '/auth/authorization', { parameters }), 'ticket')
}

/** The URI of a client's good request that it has pushed. */
export async function pushRequest(stage: Stage, client: StagedClient): Promise<string> {
  const body = { ...showSecret(client), parameters: requestParameters(client) }
  return readMember(await stage.call('POST', '/pushed_auth_req', body), 'requestUri')
}
