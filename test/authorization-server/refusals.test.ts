import t from 'tap'
import { makeOauth4webapiParty } from '../support/servers/oauth4webapi-party.ts'
import { makeOpenidClientParty } from '../support/servers/openid-client-party.ts'
import { refusalOf, fetchPlainly, redirectUri } from '../support/servers/relying-party.ts'
import { startWholeWorld } from '../support/whole-world.ts'
import { serviceId } from '../support/mock.ts'

const managing = { scope: 'openid profile grant_management_query', grant_management_action: 'create' }

for (const [library, makeParty] of Object.entries({
  oauth4webapi: makeOauth4webapiParty,
  'openid-client': makeOpenidClientParty,
})) {
  t.test(`${library} reads the user info, introspects a token and revokes it`, async (t) => {
    const { party, as } = await startWholeWorld(t, makeParty, { binding: 'key', nonces: true })
    as.user.subject = 'bob'
    const { access_token } = await party.authorize(managing)
    t.strictSame({ ...(await party.fetchUserInfo(access_token)) }, { name: 'The name of bob', sub: 'bob' })
    t.match(await party.introspect(access_token), { active: true, sub: 'bob', cnf: { jkt: String } })
    await party.revokeToken(access_token)
    t.strictSame({ ...(await party.introspect(access_token)) }, { active: false })
    await t.rejects(party.fetchUserInfo(access_token), { code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE' })
  })
}

t.test('the grant of another user cannot be merged', async (t) => {
  const { party, as } = await startWholeWorld(t, makeOauth4webapiParty, { binding: 'none' })
  const { grant_id } = await party.authorize(managing)
  as.user.subject = 'bob'
  const merging = { ...managing, grant_management_action: 'merge', grant_id: String(grant_id) }
  t.equal(await refusalOf(party.authorize(merging)), 'invalid_grant_id')
})

t.test('a stolen token opens nothing without its certificate', async (t) => {
  const { party, as, fetch, mock } = await startWholeWorld(t, makeOauth4webapiParty, {
    binding: 'certificate',
  })
  const { access_token, grant_id } = await party.authorize(managing)
  const headers = { authorization: `Bearer ${access_token}` }
  const answer = await fetch(`${as.baseUrl}/grants/${String(grant_id)}`, { headers })
  t.equal(answer.status, 401)
  t.match(answer.headers.get('www-authenticate'), /^Bearer error="invalid_token",.*#A281301"$/)
  const { requests } = await mock.admin.listRequests(serviceId, { resultCode: 'A281301' })
  t.equal(requests.length, 1)
})

t.test('a stolen token opens nothing without its key', async (t) => {
  const { party, as, fetch } = await startWholeWorld(t, makeOauth4webapiParty, { binding: 'key' })
  const { access_token, grant_id } = await party.authorize(managing)
  const headers = { authorization: `DPoP ${access_token}` }
  const answer = await fetch(`${as.baseUrl}/grants/${String(grant_id)}`, { headers })
  t.equal(answer.status, 401)
  t.match(answer.headers.get('www-authenticate'), /^DPoP error="invalid_token",.*#A281305"/)
})

t.test('a request that may not go back to the client is told to the browser', async (t) => {
  const { as } = await startWholeWorld(t, makeOauth4webapiParty, { binding: 'none' })
  const answer = await fetchPlainly(`${as.baseUrl}/authorize?response_type=code&client_id=1`)
  t.equal(answer.status, 400)
  t.match(await answer.json(), {
    error_description: '[A010308] No client has the client ID (1) or the client ID alias.',
  })
})

t.test('an answer goes back as a form where the client asks for one', async (t) => {
  const { as, mock } = await startWholeWorld(t, makeOauth4webapiParty, { binding: 'none' })
  await mock.admin.updateService(serviceId, { parRequired: false, pkceRequired: false })
  const body = new URLSearchParams({
    client_id: '4277',
    redirect_uri: redirectUri,
    response_type: 'code',
    response_mode: 'form_post',
    scope: 'openid',
    state: 'a"b',
  })
  const answer = await fetchPlainly(`${as.baseUrl}/authorize`, { method: 'POST', body })
  t.equal(answer.status, 200)
  t.match(answer.headers.get('content-type'), /^text\/html/)
  const page = await answer.text()
  t.match(page, `action="${redirectUri}"`)
  t.match(page, /name="code" value="[\w-]{43}"/)
  t.notMatch(page, 'a"b')
})
