import fc from 'fast-check'
import t, { type Test } from 'tap'
import { describeConfiguration } from '../../../src/api/service/publish/content.ts'
import { applyPatch } from '../../../src/api/service/publish/json-patch.ts'
import type { Service, ServiceProperties } from '../../../src/model/service.ts'
import { callApi } from '../../support/api.ts'
import { apiToken, serviceId, startTestMock } from '../../support/mock.ts'

const describe = (properties: ServiceProperties) => describeConfiguration({ properties } as Service)

t.test('a service without properties says what every service does', async (t) => {
  t.strictSame(
    Object.fromEntries(
      Object.entries(describe({})).filter(([name]) => !/_(alg|enc)_values_supported$/.test(name)),
    ),
    {
      response_types_supported: ['code'],
      response_modes_supported: [
        'query',
        'fragment',
        'form_post',
        'query.jwt',
        'fragment.jwt',
        'form_post.jwt',
        'jwt',
      ],
      grant_types_supported: ['authorization_code', 'client_credentials', 'password', 'refresh_token'],
      subject_types_supported: ['public', 'pairwise'],
      claims_parameter_supported: true,
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: true,
      revocation_endpoint_auth_methods_supported: [],
      introspection_endpoint_auth_methods_supported: [],
      code_challenge_methods_supported: ['plain', 'S256'],
      backchannel_token_delivery_modes_supported: [],
      backchannel_user_code_parameter_supported: false,
      require_pushed_authorization_requests: false,
      authorization_details_supported: true,
      verified_claims_supported: false,
      require_signed_request_object: false,
      authorization_response_iss_parameter_supported: true,
      tls_client_certificate_bound_access_tokens: false,
      grant_management_actions_supported: ['create', 'merge', 'replace'],
      grant_management_action_required: false,
    },
  )
})

t.test('what the properties say becomes metadata', async (t) => {
  const metadata = describe({
    issuer: 'https://as.example.com',
    authorizationEndpoint: 'https://as.example.com/authorize',
    tokenEndpoint: 'https://as.example.com/token',
    pushedAuthReqEndpoint: 'https://as.example.com/par',
    jwksUri: 'https://as.example.com/jwks',
    supportedScopes: [{ name: 'openid' }, { name: 'payments' }],
    supportedGrantTypes: [
      'AUTHORIZATION_CODE',
      'CIBA',
      'DEVICE_CODE',
      'TOKEN_EXCHANGE',
      'JWT_BEARER',
      'IMPLICIT',
    ],
    supportedResponseTypes: ['CODE', 'CODE_ID_TOKEN', 'ID_TOKEN_TOKEN', 'NONE'],
    supportedTokenAuthMethods: ['CLIENT_SECRET_BASIC', 'SELF_SIGNED_TLS_CLIENT_AUTH'],
    supportedAuthorizationDetailsTypes: ['payment_initiation'],
    supportedDisplays: ['PAGE'],
    supportedPromptValues: ['SELECT_ACCOUNT'],
    parRequired: true,
    pkceS256Required: true,
    requestObjectRequired: true,
    issSuppressed: true,
    tlsClientCertificateBoundAccessTokens: true,
    mtlsEndpointAliases: [{ name: 'token_endpoint', uri: 'https://mtls.example.com/token' }],
    grantManagementEndpoint: 'https://as.example.com/gm',
    grantManagementActionRequired: true,
  })
  t.match(metadata, {
    issuer: 'https://as.example.com',
    pushed_authorization_request_endpoint: 'https://as.example.com/par',
    jwks_uri: 'https://as.example.com/jwks',
    scopes_supported: ['openid', 'payments'],
    grant_types_supported: [
      'authorization_code',
      'implicit',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:openid:params:grant-type:ciba',
    ],
    response_types_supported: ['code', 'code id_token', 'id_token token', 'none'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'self_signed_tls_client_auth'],
    authorization_details_types_supported: ['payment_initiation'],
    display_values_supported: ['page'],
    prompt_values_supported: ['select_account'],
    require_pushed_authorization_requests: true,
    require_signed_request_object: true,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: false,
    tls_client_certificate_bound_access_tokens: true,
    mtls_endpoint_aliases: { token_endpoint: 'https://mtls.example.com/token' },
    grant_management_actions_supported: ['create', 'merge', 'query', 'replace', 'revoke'],
    grant_management_endpoint: 'https://as.example.com/gm',
    grant_management_action_required: true,
  })
  t.equal(Object.keys(metadata)[0], 'issuer')
  t.ok(Array.isArray(metadata['token_endpoint_auth_signing_alg_values_supported']))
})

async function start(t: Test, properties: Readonly<Record<string, unknown>>) {
  const mock = await startTestMock(t)
  await mock.admin.updateService(serviceId, properties)
  const get = (path: string) =>
    mock.inject({ url: `/api/${serviceId}${path}`, headers: { authorization: `Bearer ${apiToken}` } })
  return { mock, get }
}

const configuration = '/service/configuration'

t.test('a configuration is the same by POST, with the query in the body', async (t) => {
  const { mock, get } = await start(t, { issuer: 'https://as.example.com' })
  const post = async (payload: object) => {
    const url = `/api/${serviceId}${configuration}`
    const headers = { authorization: `Bearer ${apiToken}` }
    return mock.inject({ method: 'POST', url, headers, payload })
  }
  const patch = '[{"op":"add","path":"/x","value":1}]'
  const query = `patch=${encodeURIComponent(patch)}`
  for (const [payload, asked] of [
    [{}, ''],
    [{ pretty: false, patch: null }, ''],
    [{ pretty: true }, '?pretty=true'],
    [{ pretty: 'true' }, '?pretty=true'],
    [{ patch }, `?${query}`],
    [{ pretty: true, patch }, `?pretty=true&${query}`],
  ] as const) {
    const { statusCode, body, headers } = await post(payload)
    const got = await get(`${configuration}${asked}`)
    t.strictSame([statusCode, body, headers['content-type']], [200, got.body, got.headers['content-type']])
  }
  t.match((await post({ patch: '{}' })).json(), { resultCode: 'A031202' })
  t.match((await post({ patch: [] })).json(), { resultCode: 'A126202' })
})

t.test('JSON is indented where that is asked for', async (t) => {
  const { get } = await start(t, { jwks: '{"keys":[{"kty":"EC"}]}' })
  t.notMatch((await get('/service/configuration?pretty=false')).body, /\n/)
  t.match((await get('/service/configuration?pretty=true')).body, /^\{\n {2}"/)
  t.match((await get('/service/jwks/get?pretty=True')).body, /^\{\n {2}"keys": \[/)
})

t.test('a patch changes the answer and nothing else', async (t) => {
  const { mock, get } = await start(t, { issuer: 'https://as.example.com' })
  const patch = encodeURIComponent(
    JSON.stringify([
      { op: 'replace', path: '/issuer', value: 'https://other.example' },
      { op: 'remove', path: '/claims_parameter_supported' },
      { op: 'add', path: '/code_challenge_methods_supported/-', value: 'S512' },
    ]),
  )
  const patched = (await get(`/service/configuration?patch=${patch}`)).json<Record<string, unknown>>()
  t.match(patched, {
    issuer: 'https://other.example',
    code_challenge_methods_supported: ['plain', 'S256', 'S512'],
  })
  t.notOk('claims_parameter_supported' in patched)
  const { body } = await callApi(mock, 'GET', '/service/configuration')
  t.match(body, { issuer: 'https://as.example.com', claims_parameter_supported: true })
})

const secretKeys = {
  keys: [
    { kty: 'EC', crv: 'P-256', kid: 'ec', x: 'x', y: 'y', d: 'secret-d' },
    { kty: 'RSA', kid: 'rsa', n: 'n', e: 'AQAB', d: 'secret-rsa', p: 'secret-p', oth: [{ d: 'secret-oth' }] },
    { kty: 'oct', kid: 'mac', k: 'secret-k' },
  ],
}

t.test('private keys are given only where they are asked for', async (t) => {
  const { get } = await start(t, { jwks: JSON.stringify(secretKeys) })
  for (const query of ['', '?includePrivateKeys=false', '?includePrivateKeys=1']) {
    const { body } = await get(`/service/jwks/get${query}`)
    t.same(JSON.parse(body), {
      keys: [
        { kty: 'EC', crv: 'P-256', kid: 'ec', x: 'x', y: 'y' },
        { kty: 'RSA', kid: 'rsa', n: 'n', e: 'AQAB' },
      ],
    })
    t.notMatch(body, /secret/)
  }
  t.same((await get('/service/jwks/get?includePrivateKeys=true')).json(), secretKeys)
})

t.test('a service whose keys are all secret, or no JWK set, has none to publish', async (t) => {
  for (const jwks of ['{"keys":[{"kty":"oct","k":"a"}]}', '{"keys":[]}', 'nonsense']) {
    const { get } = await start(t, { jwks })
    const { statusCode, body } = await get('/service/jwks/get')
    t.equal(statusCode, 204)
    t.equal(body, '')
  }
})

const start0 = { a: { b: [1, 2] }, c: 'd', 'e/f~g': 1 }

t.test('a patch does what RFC 6902 says, or cannot be used', async (t) => {
  const table: readonly (readonly [string, object | undefined])[] = [
    ['[]', start0],
    ['[{"op":"add","path":"/a/b/1","value":9}]', { ...start0, a: { b: [1, 9, 2] } }],
    ['[{"op":"add","path":"/n","value":null}]', start0],
    ['[{"op":"add","path":"/a/b/0","value":null}]', start0],
    ['[{"op":"add","path":"/n","value":null},{"op":"move","from":"/n","path":"/o"}]', start0],
    ['[{"op":"add","path":"/n","value":null},{"op":"test","path":"/n","value":null}]', start0],
    ['[{"op":"add","path":"","value":{"z":1}}]', { z: 1 }],
    ['[{"op":"replace","path":"","value":{"z":1}}]', { z: 1 }],
    ['[{"op":"remove","path":"/a/b/0"}]', { ...start0, a: { b: [2] } }],
    ['[{"op":"replace","path":"/a/b/0","value":7}]', { ...start0, a: { b: [7, 2] } }],
    ['[{"op":"remove","path":"/e~1f~0g"}]', { a: { b: [1, 2] }, c: 'd' }],
    ['[{"op":"move","from":"/c","path":"/a/x"}]', { a: { b: [1, 2], x: 'd' }, 'e/f~g': 1 }],
    ['[{"op":"copy","from":"/a/b","path":"/y"}]', { ...start0, y: [1, 2] }],
    ['[{"op":"test","path":"/a","value":{"b":[1,2]}}]', start0],
    ['[{"op":"test","path":"/c","value":"x"}]', undefined],
    ['[{"op":"add","path":"/a/b/3","value":9}]', undefined],
    ['[{"op":"add","path":"/a/b/01","value":9}]', undefined],
    ['[{"op":"add","path":"/c/d","value":9}]', undefined],
    ['[{"op":"add","path":"/q/r","value":9}]', undefined],
    ['[{"op":"add","path":"/q"}]', undefined],
    ['[{"op":"add","path":"","value":7}]', undefined],
    ['[{"op":"replace","path":"/q","value":1}]', undefined],
    ['[{"op":"replace","path":"/q"}]', undefined],
    ['[{"op":"remove","path":"/q"}]', undefined],
    ['[{"op":"remove","path":""}]', undefined],
    ['[{"op":"move","from":"/q","path":"/r"}]', undefined],
    ['[{"op":"add","path":"q","value":1}]', undefined],
    ['[{"op":"add","path":7,"value":1}]', undefined],
    ['[{"op":"grow","path":"/q","value":1}]', undefined],
    ['[1,{"op":"remove","path":"/c"}]', undefined],
    ['{}', undefined],
    ['', undefined],
  ]
  for (const [patch, expected] of table) t.strictSame(applyPatch(start0, patch), expected, patch)
})

t.test('a patch makes no member of every object', async (t) => {
  applyPatch(start0, '[{"op":"add","path":"/__proto__/polluted","value":1}]')
  t.equal(({} as Record<string, unknown>)['polluted'], undefined)
})

t.test('a patch that doubles the document again and again ends', async (t) => {
  const doubling = Array.from({ length: 100 }, (_, index) => ({ op: 'copy', from: '', path: `/x${index}` }))
  t.equal(applyPatch(start0, JSON.stringify(doubling)), undefined)
  t.equal(applyPatch(start0, `[${'['.repeat(100_000)}`), undefined)
})

t.test('a patch that nests the document without end cannot be used', async (t) => {
  const place = '/a'.repeat(60)
  const nested = Array.from({ length: 60 }).reduce<unknown>((value) => ({ a: value }), {})
  const nesting = Array.from({ length: 70 }, () => ({ op: 'copy', from: '', path: place }))
  t.equal(applyPatch(start0, JSON.stringify([{ op: 'add', path: '', value: nested }, ...nesting])), undefined)
})

t.test('a patch that would take long cannot be used', async (t) => {
  const add = { op: 'add', path: '/q', value: 1 }
  const wide = Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [`m${index}`, 0]))
  const widen = (removed: number) => [
    { op: 'add', path: '/wide', value: wide },
    ...Array.from({ length: removed }, (_, index) => ({ op: 'remove', path: `/wide/m${index}` })),
  ]
  const patches = {
    'a value of some length': [JSON.stringify([{ ...add, value: 'x'.repeat(100_000) }]), true],
    'a wide document that is changed often': [JSON.stringify(widen(60)), false],
    'a wide document that is changed twice': [JSON.stringify(widen(2)), true],
    'many operations on what is short': [JSON.stringify(Array.from({ length: 400 }, () => add)), true],
    'a value that is too long': [JSON.stringify([{ ...add, value: 'x'.repeat(262_144) }]), false],
    'blanks without end': [JSON.stringify([add]) + ' '.repeat(262_144), false],
    'a pointer without end': [JSON.stringify([{ ...add, path: '/a'.repeat(60_000) }]), false],
  } as const
  for (const [name, [patch, isUsable]] of Object.entries(patches)) {
    t.equal(applyPatch(start0, patch) !== undefined, isUsable, name)
  }
})

t.test('whatever the patch, the document stays as it was', async () => {
  const pointer = fc.constantFrom('', '/a', '/a/b', '/a/b/0', '/a/b/-', '/a/b/9', '/c', '/q', '/q/r', 'x')
  const op = fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'other')
  const operation = fc.record(
    { op, path: pointer, from: pointer, value: fc.jsonValue({ maxDepth: 2 }) },
    { requiredKeys: ['op', 'path'] },
  )
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 6 }), (operations) => {
      const before = JSON.stringify(start0)
      applyPatch(start0, JSON.stringify(operations))
      return JSON.stringify(start0) === before
    }),
  )
})
