import type { RevocationReason } from '../../api/revocation/outcomes.ts'
import type { Client } from '../../model/client.ts'
import { refuseClients } from '../shared/client-authentication.ts'
import { showSecret } from '../shared/client-request.ts'
import type { Arrangement, Scenario, ScenarioContext, ScenarioClient } from '../shared/scenario.ts'

const path = '/auth/revocation'

/** The call of a client that authenticates by its secret, with these parameters. */
function revokes(client: ScenarioClient, parameters?: string): Arrangement {
  return { path, body: { ...showSecret(client), ...(parameters !== undefined && { parameters }) } }
}

const sends =
  (parameters?: string): Scenario =>
  async (context) =>
    revokes(await context.makeClient(), parameters)

async function mintFor(context: ScenarioContext, clientId: number): Promise<string> {
  const { accessToken } = await context.mintToken({ clientId })
  return `token=${accessToken}`
}

/** A request for a token of a client that does not identify itself. */
const revokesAnonymously =
  (properties: Client['properties'], clientType: Client['clientType']): Scenario =>
  async (context) => {
    const { clientId } = await context.makeClient(properties, clientType)
    return { path, body: { parameters: await mintFor(context, clientId) } }
  }

const { client_unidentified: _, ...clientScenarios } = refuseClients(path, 'token=nothing')

/** Scenarios of POST /auth/revocation. */
export const revocationScenarios: Readonly<Record<RevocationReason, Scenario>> = {
  revoked: async (context) => {
    const client = await context.makeClient()
    return revokes(client, await mintFor(context, client.clientId))
  },
  token_unknown: sends('token=nothing&token_type_hint=refresh_token'),
  crash: async (context) => {
    const client = await context.makeClient()
    context.failStorage('auth/revocation')
    return revokes(client, 'token=nothing')
  },
  parameters_missing: sends(),
  parameters_malformed: sends('token=%zz'),
  parameters_empty: sends(''),
  client_id_empty: sends('token=a&client_id='),
  client_secret_empty: sends('token=a&client_secret='),
  ...clientScenarios,
  token_missing: sends('token_type_hint=access_token'),
  token_empty: sends('token='),
  token_repeated: sends('token=a&token=a'),
  token_of_other_client: async (context) => {
    const [client, other] = [await context.makeClient(), await context.makeClient()]
    const detail = String(client.clientId)
    return { ...revokes(client, await mintFor(context, other.clientId)), values: { detail } }
  },
  token_client_locked: revokesAnonymously({ locked: true }, 'PUBLIC'),
  token_client_unauthenticated: revokesAnonymously({}, 'CONFIDENTIAL'),
}
