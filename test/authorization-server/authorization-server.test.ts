import t, { type Test } from 'tap'
import { makeOauth4webapiParty } from '../support/servers/oauth4webapi-party.ts'
import { makeOpenidClientParty } from '../support/servers/openid-client-party.ts'
import { refusalOf, type RelyingParty, type Tokens } from '../support/servers/relying-party.ts'
import { startWholeWorld, type Way } from '../support/whole-world.ts'
import { serviceId } from '../support/mock.ts'

const libraries = { oauth4webapi: makeOauth4webapiParty, 'openid-client': makeOpenidClientParty }

const ways: Readonly<Record<string, Way>> = {
  'with bearer tokens': { binding: 'none' },
  'with DPoP': { binding: 'key' },
  'with DPoP and nonces': { binding: 'key', nonces: true },
  'with certificates over TLS': { binding: 'certificate' },
}

const management = 'grant_management_query grant_management_revoke'

/** The claims that OpenID Connect Core 1.0 §5.4 asks for by the scope `profile`, sorted. */
const profileClaims = [
  'birthdate',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
]

async function query(party: RelyingParty, { grant_id, access_token }: Tokens): Promise<unknown> {
  const answer = await party.manageGrant('GET', String(grant_id), access_token)
  return { status: answer.status, body: await answer.json() }
}

/** Create, query, merge, query, replace, query, refresh, revoke: each step as the client sees it. */
async function takeThroughLife(t: Test, party: RelyingParty): Promise<void> {
  const created = await party.authorize({
    scope: `openid profile ${management}`,
    grant_management_action: 'create',
  })
  const grantId = String(created.grant_id)
  t.match(grantId, /^[\w-]{43}$/)
  t.strictSame(await query(party, created), {
    status: 200,
    body: { scopes: [{ scope: `${management} openid profile` }], claims: profileClaims },
  })

  const merged = await party.authorize({
    scope: `openid email ${management}`,
    grant_management_action: 'merge',
    grant_id: grantId,
  })
  t.equal(merged.grant_id, grantId)
  t.strictSame(await query(party, merged), {
    status: 200,
    body: {
      scopes: [{ scope: `email ${management} openid profile` }],
      claims: [...profileClaims, 'email', 'email_verified'].toSorted(),
    },
  })
  t.equal(await refusalOf(party.refresh(String(created.refresh_token))), 'invalid_grant')

  const replaced = await party.authorize({
    scope: `openid ${management}`,
    grant_management_action: 'replace',
    grant_id: grantId,
  })
  t.equal(replaced.grant_id, grantId)
  t.strictSame(await query(party, replaced), {
    status: 200,
    body: { scopes: [{ scope: `${management} openid` }] },
  })
  t.equal(await refusalOf(party.refresh(String(merged.refresh_token))), 'invalid_grant')

  const refreshed = await party.refresh(String(replaced.refresh_token))
  t.not(refreshed.access_token, replaced.access_token)
  const { access_token } = refreshed
  t.equal((await party.manageGrant('GET', grantId, access_token)).status, 200)
  t.equal((await party.manageGrant('DELETE', grantId, access_token)).status, 204)
  t.equal(
    await refusalOf(party.refresh(refreshed.refresh_token ?? String(replaced.refresh_token))),
    'invalid_grant',
  )
  t.equal((await party.manageGrant('GET', grantId, access_token)).status, 404)
}

for (const [library, makeParty] of Object.entries(libraries)) {
  for (const [words, way] of Object.entries(ways)) {
    t.test(`${library} takes a grant through its whole life ${words}`, async (t) => {
      const { mock, party } = await startWholeWorld(t, makeParty, way)
      await takeThroughLife(t, party)
      const { requests } = await mock.admin.listRequests(serviceId)
      const refused = requests.filter(({ resultCode = '' }) => /^A(?:350308|254307|281311)$/.test(resultCode))
      t.equal(refused.length > 0, way.nonces === true, 'nonces are asked for where they are in force')
    })
  }
}
