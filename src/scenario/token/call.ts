import type { Client } from '../../model/client.ts'
import { requestTicket } from '../authorization/request.ts'
import { readMember, showSecret, writeForm, type FormParameters } from '../shared/client-request.ts'
import { createProofMaker, type ProofMaker } from '../shared/possession.ts'
import type { Arrangement, Scenario, ScenarioContext, ScenarioClient } from '../shared/scenario.ts'

/** The differences of a token request from a valid one of a confidential client. */
interface Variation extends Pick<Arrangement, 'values'> {
  readonly parameters?: FormParameters
  /** Members of the call in place of the client's secret. */
  readonly credentials?: object
  /** More members of the call. */
  readonly members?: object
}

/** The differences of a request with a code from a valid one, and the origin of the code. */
interface Redemption extends Variation {
  /** Parameters of the authorization request. */
  readonly authorization?: FormParameters
  /** Members of the call for the consent. */
  readonly consent?: object
}

export const clientForm = { grant_type: 'client_credentials' }

export const ownerForm = { grant_type: 'password', username: 'alice', password: 'secret-of-alice' }

export const refreshForm = (refreshToken: string): FormParameters => ({
  grant_type: 'refresh_token',
  refresh_token: refreshToken,
})

export const codeForm = ({ redirectUri }: ScenarioClient, code: string): FormParameters => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: redirectUri,
})

/** How a public client identifies itself. */
export function asPublic({ clientId }: ScenarioClient): Variation {
  return { credentials: {}, parameters: { client_id: String(clientId) } }
}

/** POST /auth/token by a client, with these parameters and differences. */
export function tokenCall(
  client: ScenarioClient,
  form: FormParameters,
  { parameters, credentials = showSecret(client), members, values }: Variation = {},
): Arrangement {
  return {
    path: '/auth/token',
    body: { ...credentials, parameters: writeForm({ ...form, ...parameters }), ...members },
    ...(values !== undefined && { values }),
  }
}

/** Passes an authorization request with the consent of alice. Returns the code. */
export async function obtainCode(
  context: ScenarioContext,
  client: ScenarioClient,
  { authorization, consent }: Redemption = {},
): Promise<string> {
  const ticket = await requestTicket(context, client, { scope: 'accounts', ...authorization })
  const issue = await context.call('POST', '/auth/authorization/issue', {
    ticket,
    subject: 'alice',
    ...consent,
  })
  return readMember(issue, 'authorizationCode')
}

/** A client's code, and the request for tokens with it. */
export async function redeem(
  context: ScenarioContext,
  client: ScenarioClient,
  redemption: Redemption = {},
): Promise<Arrangement> {
  return tokenCall(client, codeForm(client, await obtainCode(context, client, redemption)), redemption)
}

/** The answer to a call that prepares an outcome. */
export async function send(
  context: ScenarioContext,
  { path, body }: Arrangement,
): Promise<Readonly<Record<string, unknown>>> {
  return context.call('POST', path, body as object)
}

/** Tokens that a client got for a code. */
export async function obtainTokens(
  context: ScenarioContext,
  client: ScenarioClient,
  redemption: Redemption = {},
): Promise<{ readonly accessToken: string; readonly refreshToken: string; readonly refreshSeconds: number }> {
  const answer = await send(context, await redeem(context, client, redemption))
  return {
    accessToken: readMember(answer, 'accessToken'),
    refreshToken: readMember(answer, 'refreshToken'),
    refreshSeconds: Number(answer['refreshTokenDuration']),
  }
}

/** A request with a code, by a client with these properties. */
export const redeems =
  (redemption: Redemption = {}, properties: Client['properties'] = {}): Scenario =>
  async (context) =>
    redeem(context, await context.makeClient(properties), redemption)

/** A request with a refresh token. */
export const refreshes =
  (variation: Variation = {}): Scenario =>
  async (context) => {
    const client = await context.makeClient()
    const { refreshToken } = await obtainTokens(context, client)
    return tokenCall(client, refreshForm(refreshToken), variation)
  }

/** A request with the client credentials grant, or with other parameters. */
export const asks =
  (parameters: FormParameters = {}, variation: Variation = {}): Scenario =>
  async (context) =>
    tokenCall(await context.makeClient(), { ...clientForm, ...parameters }, variation)

/** Makes proofs with a new key for the token endpoint. */
export async function proveAtTokenEndpoint(context: ScenarioContext): Promise<ProofMaker> {
  const { tokenEndpoint } = await context.properties()
  return createProofMaker(context, () => ({ method: 'POST', uri: tokenEndpoint }))
}
