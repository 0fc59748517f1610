import { exportJWK, generateKeyPair } from 'jose'
import * as oauth from 'oauth4webapi'
import t from 'tap'
import { discover, makeOauth4webapiParty } from '../support/servers/oauth4webapi-party.ts'
import { fetchPlainly, refusalOf } from '../support/servers/relying-party.ts'
import { secret, startWholeWorld, type Way } from '../support/whole-world.ts'

async function makeClientKey() {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  return { privateKey, jwks: JSON.stringify({ keys: [await exportJWK(publicKey)] }) }
}

const { privateKey, jwks } = await makeClientKey()

const methods: Readonly<Record<string, Omit<Way, 'binding'>>> = {
  client_secret_post: {
    client: { tokenAuthMethod: 'CLIENT_SECRET_POST' },
    ownWay: { authentication: oauth.ClientSecretPost(secret) },
  },
  client_secret_jwt: {
    client: { tokenAuthMethod: 'CLIENT_SECRET_JWT' },
    ownWay: { authentication: oauth.ClientSecretJwt(secret) },
  },
  private_key_jwt: {
    client: { tokenAuthMethod: 'PRIVATE_KEY_JWT', jwks },
    ownWay: { authentication: oauth.PrivateKeyJwt(privateKey) },
  },
  none: {
    client: { clientType: 'PUBLIC', tokenAuthMethod: 'NONE' },
    ownWay: { authentication: oauth.None() },
  },
}

for (const [method, way] of Object.entries(methods)) {
  t.test(`a client that authenticates itself by ${method} gets tokens and refreshes them`, async (t) => {
    const { party } = await startWholeWorld(t, makeOauth4webapiParty, { binding: 'key', ...way })
    const { refresh_token } = await party.authorize({ scope: 'openid' })
    t.equal((await party.refresh(String(refresh_token))).token_type, 'dpop')
  })
}

t.test('a public client manages no grants', async (t) => {
  const { party } = await startWholeWorld(t, makeOauth4webapiParty, { binding: 'none', ...methods['none'] })
  const creating = { scope: 'openid', grant_management_action: 'create' }
  t.equal(await refusalOf(party.authorize(creating)), 'invalid_request')
})

t.test('a resource server takes an access token that is a JWT', async (t) => {
  const { party, as } = await startWholeWorld(t, makeOauth4webapiParty, {
    binding: 'none',
    service: { accessTokenSignAlg: 'ES256' },
  })
  const resource = 'https://rs.example.org/accounts'
  const asked = { scope: 'openid grant_management_query', grant_management_action: 'create', resource }
  const { access_token, grant_id } = await party.authorize(asked)
  const request = new Request(resource, { headers: { authorization: `Bearer ${access_token}` } })
  const metadata = await discover(as.baseUrl, fetchPlainly)
  const options = { [oauth.allowInsecureRequests]: true }
  t.match(await oauth.validateJwtAccessToken(metadata, request, resource, options), {
    sub: 'alice',
    client_id: '4277',
    scope: 'grant_management_query openid',
    grant_id,
  })
})

t.test('a client gets ID token and user info signed as it is registered', async (t) => {
  const { party } = await startWholeWorld(t, makeOauth4webapiParty, {
    binding: 'none',
    client: { idTokenSignAlg: 'ES256', userInfoSignAlg: 'ES256' },
    ownWay: {
      metadata: { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' },
    },
  })
  const { access_token } = await party.authorize({ scope: 'openid profile' })
  t.match(await party.fetchUserInfo(access_token), { sub: 'alice', name: 'The name of alice' })
})

t.test('a signed request is taken from the client, and from nobody else', async (t) => {
  const client = { jwks, requestSignAlg: 'ES256', requestObjectRequired: true }
  const start = (requestKey: oauth.CryptoKey) =>
    startWholeWorld(t, makeOauth4webapiParty, { binding: 'none', client, ownWay: { requestKey } })
  const { party } = await start(privateKey)
  t.match(await party.authorize({ scope: 'openid' }), { scope: 'openid' })
  const forger = await makeClientKey()
  const { party: forging } = await start(forger.privateKey)
  t.equal(await refusalOf(forging.authorize({ scope: 'openid' })), 'invalid_request_object')
})
