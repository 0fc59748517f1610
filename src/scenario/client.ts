import type { ClientReason } from '../api/client/outcomes.ts'
import type { Arrangement, Scenario, ScenarioContext } from './shared/scenario.ts'

type Values = NonNullable<Arrangement['values']>

interface ClientCall {
  readonly body?: object
  readonly values?: Values
  /** What happens to the client before the call. */
  readonly before?: (context: ScenarioContext, clientId: number) => Promise<unknown>
}

/** A call about a new client that has a token of alice. The path may name it `{clientId}`. */
const onClient =
  (method: string, template: string, { body, values = {}, before }: ClientCall = {}): Scenario =>
  async (context) => {
    const { clientId } = await context.makeClient()
    await context.mintToken({ clientId, subject: 'alice' })
    await before?.(context, clientId)
    const path = template.replace('{clientId}', String(clientId))
    const id = String(clientId)
    const filled = {
      path: path.replace(/\?.*/, ''),
      clientId: id,
      identifier: id,
      subject: 'alice',
      ...values,
    }
    return { method, path, values: filled, ...(body !== undefined && { body }) }
  }

const get = (template: string, call: ClientCall = {}): Scenario => onClient('GET', template, call)

const remove = (template: string, call: ClientCall = {}): Scenario => onClient('DELETE', template, call)

const post = (template: string, body: object, call: ClientCall = {}): Scenario =>
  onClient('POST', template, { ...call, body })

const create = (body: object, detail = ''): Scenario => post('/client/create', body, { values: { detail } })

/** Alice grants scopes to a client, by one authorization. */
async function grantScopes(context: ScenarioContext, clientId: number): Promise<void> {
  const parameters = `response_type=code&client_id=${clientId}&scope=accounts`
  const { ticket } = await context.call('POST', '/auth/authorization', { parameters })
  await context.call('POST', '/auth/authorization/issue', { ticket, subject: 'alice' })
}

/** A client for an alias that another client already has. */
const takesAlias =
  (path: string): Scenario =>
  async (context) => {
    const alias = { clientIdAlias: context.random.token(), clientIdAliasEnabled: true }
    await context.call('POST', '/client/create', alias)
    return post(path, alias)(context)
  }

/** The number of tokens concerned, and their service. */
const counted =
  (scenario: Scenario): Scenario =>
  async (context) => {
    const arrangement = await scenario(context)
    return { ...arrangement, values: { ...arrangement.values, count: '1', apiKey: context.serviceId } }
  }

const scopesOf = '/client/extension/requestable_scopes'

const done = {
  client_created: create({}),
  client_told: get('/client/get/{clientId}'),
  clients_listed: get('/client/get/list'),
  client_updated: post('/client/update/{clientId}', {}),
  client_deleted: remove('/client/delete/{clientId}'),
  secret_refreshed: get('/client/secret/refresh/{clientId}'),
  secret_updated: post('/client/secret/update/{clientId}', { clientSecret: 'new-one_2' }),
  lock_flag_updated: post('/client/lock_flag/update/{clientId}', { clientLocked: true }),
  applications_listed: get('/client/authorization/get/list?subject=alice'),
  tokens_updated: counted(
    post('/client/authorization/update/{clientId}', { subject: 'alice', scopes: ['accounts'] }),
  ),
  tokens_deleted: counted(remove('/client/authorization/delete/{clientId}?subject=alice')),
  granted_scopes_unknown: get('/client/granted_scopes/get/{clientId}?subject=alice'),
  granted_scopes_told: get('/client/granted_scopes/get/{clientId}/alice', { before: grantScopes }),
  granted_scopes_absent: remove('/client/granted_scopes/delete/{clientId}?subject=alice'),
  granted_scopes_deleted: remove('/client/granted_scopes/delete/{clientId}/alice', { before: grantScopes }),
  requestable_scopes_told: get(`${scopesOf}/get/{clientId}`),
  requestable_scopes_updated: onClient('PUT', `${scopesOf}/update/{clientId}`, {
    body: { requestableScopes: ['accounts'] },
  }),
  requestable_scopes_deleted: remove(`${scopesOf}/delete/{clientId}`),
} as const satisfies Partial<Record<ClientReason, Scenario>>

/** A call about a client that does not exist, by an id or an alias that no client can have by chance. */
const onUnknownClient =
  (
    path: string,
    identify: (random: ScenarioContext['random']) => string,
    call: Partial<Arrangement>,
  ): Scenario =>
  async ({ random }) => {
    const identifier = identify(random)
    const called = `${path}/${identifier}`
    return { ...call, path: called, values: { path: called, identifier } }
  }

const someId = (random: ScenarioContext['random']): string => random.digits(14)

const someAlias = (random: ScenarioContext['random']): string => random.token()

/** A client is named by an alias that is disabled. */
const namesByDisabledAlias: Scenario = async (context) => {
  const identifier = context.random.token()
  await context.call('POST', '/client/create', { clientIdAlias: identifier, clientIdAliasEnabled: false })
  const path = `/client/get/${identifier}`
  return { method: 'GET', path, values: { path, identifier } }
}

const unknown = {
  client_alias_forbidden: namesByDisabledAlias,
  client_unknown: onUnknownClient('/client/get', someId, { method: 'GET' }),
  client_identifier_unknown: onUnknownClient('/client/lock_flag/update', someAlias, {
    body: { clientLocked: true },
  }),
  refresh_client_unknown: onUnknownClient('/client/secret/refresh', someAlias, { method: 'GET' }),
  secret_client_unknown: onUnknownClient('/client/secret/update', someId, { body: { clientSecret: 'a' } }),
} as const satisfies Partial<Record<ClientReason, Scenario>>

const wrongMembers = {
  alias_taken_at_creation: takesAlias('/client/create'),
  alias_taken: takesAlias('/client/update/{clientId}'),
  number_negative: create({ defaultMaxAge: -1 }, 'defaultMaxAge'),
  jwks_malformed: create({ jwks: '[]' }),
  redirect_uri_malformed: create({ redirectUris: ['https://a.example/', 'https://b.example/%zz'] }, '1'),
  redirect_uri_relative: create({ redirectUris: ['/callback'] }, '0'),
  redirect_uri_with_fragment: create({ redirectUris: ['https://a.example/#x'] }, '0'),
  redirect_uri_scheme_forbidden: create({ redirectUris: ['app:/b', 'JavaScript:alert(1)'] }, '1'),
  redirect_uri_repeated: create(
    { redirectUris: ['https://a.example/', 'app:/b', 'https://a.example/'] },
    '2',
  ),
  certificate_subjects_many: create({ tlsClientAuthSubjectDn: 'CN=a', tlsClientAuthSanDns: 'a.example' }),
  certificate_subject_missing: post('/client/update/{clientId}', { tokenAuthMethod: 'TLS_CLIENT_AUTH' }),
  client_secret_malformed: post(
    '/client/secret/update/{clientId}',
    {},
    { values: { detail: "it must be 1 to 86 of the characters A-Z, a-z, 0-9, '-' and '_'." } },
  ),
  lock_flag_missing: post('/client/lock_flag/update/me', {}),
  requestable_scopes_no_array: onClient('PUT', `${scopesOf}/update/{clientId}`, {
    body: { requestableScopes: 'a' },
  }),
  requestable_scope_no_text: post(`${scopesOf}/update/{clientId}`, { requestableScopes: ['a', 1] }),
} as const satisfies Partial<Record<ClientReason, Scenario>>

const applications = '/client/authorization/get/list'

const wrongQuestions = {
  applications_subject_missing: post(applications, {}),
  tokens_deletion_subject_missing: remove('/client/authorization/delete/{clientId}'),
  tokens_update_subject_missing: post('/client/authorization/update/{clientId}', { scopes: ['a'] }),
  granted_scopes_subject_missing: post('/client/granted_scopes/get/{clientId}', { subject: '' }),
  granted_scopes_deletion_subject_missing: remove('/client/granted_scopes/delete/{clientId}'),
  clients_start_malformed: get('/client/get/list?start=1.5'),
  clients_start_negative: get('/client/get/list?start=-1'),
  clients_end_malformed: get('/client/get/list?end='),
  clients_end_negative: get('/client/get/list?end=-1'),
  applications_start_malformed: get(`${applications}?subject=a&start=x`),
  applications_start_negative: post(applications, { subject: 'a', start: -1 }),
  applications_end_malformed: post(applications, { subject: 'a', end: 2 ** 31 }),
  applications_end_negative: get(`${applications}/a?end=-1`),
} as const satisfies Partial<Record<ClientReason, Scenario>>

/** Scenarios of the APIs for clients. */
export const clientScenarios: Readonly<Record<ClientReason, Scenario>> = {
  ...done,
  ...unknown,
  ...wrongMembers,
  ...wrongQuestions,
}
