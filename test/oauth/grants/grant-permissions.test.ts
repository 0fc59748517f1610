import fc from 'fast-check'
import t from 'tap'
import {
  listRequestedClaims,
  mergePermissions,
  readPermissions,
  type Permissions,
} from '../../../src/oauth/grants/grant-permissions.ts'
import { codeOf, requestOf } from '../../store/samples.ts'

const none: Permissions = { scopes: [], claims: [], authorizationDetails: [] }

const permitted = (members: Parameters<typeof codeOf>[1], request: Parameters<typeof requestOf>[0] = {}) =>
  readPermissions(
    codeOf('code', { ...members, request: requestOf({ resources: [], claims: {}, ...request }) }),
  )

t.test('scopes ask for the claims that OpenID Connect lists, others for none', async (t) => {
  t.strictSame(listRequestedClaims(['email', 'phone', 'address', 'openid', 'accounts'], undefined), [
    'email',
    'email_verified',
    'phone_number',
    'phone_number_verified',
    'address',
  ])
  t.equal(listRequestedClaims(['profile'], undefined).length, 14)
  t.strictSame(listRequestedClaims(['constructor', '__proto__', 'toString'], undefined), [])
})

t.test('the claims parameter asks for claims in its two destinations', async (t) => {
  const claims = {
    userinfo: { name: null, email: { essential: true } },
    id_token: { name: null, acr: { values: ['a'] } },
    elsewhere: { birthdate: null },
  }
  t.strictSame(listRequestedClaims([], claims), ['name', 'email', 'acr'])
  t.strictSame(listRequestedClaims([], claims, ['id_token']), ['name', 'acr'])
  t.strictSame(listRequestedClaims(['email'], claims, ['userinfo']), ['email', 'email_verified', 'name'])
  for (const odd of [{ userinfo: [1], id_token: 'name' }, {}]) {
    t.strictSame(listRequestedClaims([], odd), [])
  }
})

t.test('a consent permits its scopes for its resources, in one row', async (t) => {
  t.strictSame(permitted({ scopes: ['b', 'a', 'b'] }).scopes, [{ scope: 'a b' }])
  const resources = ['https://rs.example.com']
  t.strictSame(permitted({ scopes: ['a'] }, { resources }).scopes, [{ scope: 'a', resource: resources }])
  t.strictSame(permitted({ scopes: [] }, { resources }).scopes, [])
})

t.test(
  'a consent permits the claims that were consented to, or else those of its scopes and those with values',
  async (t) => {
    const asked = { claims: { userinfo: { gender: null } } }
    const claims = { birthdate: '2000-01-01', locale: null }
    const consentedClaims = ['name', 'email', 'name']
    t.strictSame(permitted({ scopes: ['email'], consentedClaims, claims }, asked).claims, ['email', 'name'])
    for (const missing of [{}, { consentedClaims: [] }]) {
      const permissions = permitted({ scopes: ['email'], claims, ...missing }, asked)
      t.strictSame(permissions.claims, ['birthdate', 'email', 'email_verified'])
    }
  },
)

t.test('a consent permits the authorization details of its request', async (t) => {
  const authorizationDetails = [{ type: 'payment', amount: { value: 1 } }]
  t.strictSame(permitted({}, { authorizationDetails }).authorizationDetails, authorizationDetails)
})

t.test(
  'a merge puts scopes together where their resources are the same, and side by side elsewhere',
  async (t) => {
    const [one, two] = ['https://one.example.com', 'https://two.example.com']
    const before = {
      ...none,
      scopes: [{ scope: 'b' }, { scope: 'x', resource: [one, two] }, { scope: 'y', resource: [one] }],
    }
    const added = {
      ...none,
      scopes: [{ scope: 'a b' }, { scope: 'z', resource: [two, one] }, { scope: 'q', resource: [two] }],
    }
    t.strictSame(mergePermissions(before, added).scopes, [
      { scope: 'a b' },
      { scope: 'x z', resource: [one, two] },
      { scope: 'y', resource: [one] },
      { scope: 'q', resource: [two] },
    ])
  },
)

t.test('a merge keeps claims and authorization details once', async (t) => {
  const payment = (value: number) => ({ type: 'payment', amount: { value, currency: 'EUR' } })
  const same = { amount: { currency: 'EUR', value: 1 }, type: 'payment' }
  t.strictSame(
    mergePermissions(
      { ...none, claims: ['name'], authorizationDetails: [payment(1)] },
      { ...none, claims: ['email', 'name'], authorizationDetails: [same, payment(2)] },
    ),
    { ...none, claims: ['email', 'name'], authorizationDetails: [payment(1), payment(2)] },
  )
})

const words = (...names: string[]) => fc.uniqueArray(fc.constantFrom(...names))
const anyPermissions: fc.Arbitrary<Permissions> = fc
  .record({
    scopes: words('a', 'b', 'c'),
    resources: words('https://one.example.com', 'https://two.example.com'),
    consentedClaims: words('name', 'email'),
    authorizationDetails: fc.array(fc.record({ type: fc.constantFrom('x', 'y'), n: fc.nat(2) })),
  })
  .map(({ scopes, resources, consentedClaims, authorizationDetails }) =>
    permitted({ scopes, consentedClaims }, { resources, authorizationDetails }),
  )

/** What may be done, without regard to how it is written down. */
function listPermissions({ scopes, claims, authorizationDetails }: Permissions): ReadonlySet<string> {
  const ofScopes = scopes.flatMap(({ scope, resource = [] }) =>
    scope.split(' ').map((name) => `${name} at ${resource.toSorted().join(' ')}`),
  )
  return new Set([...ofScopes, ...claims, ...authorizationDetails.map((detail) => JSON.stringify(detail))])
}

t.test('a merge is the union: it loses nothing, invents nothing and does nothing twice', async (t) => {
  fc.assert(
    fc.property(anyPermissions, anyPermissions, anyPermissions, (one, two, three) => {
      const both = mergePermissions(one, two)
      t.strictSame(listPermissions(both), new Set([...listPermissions(one), ...listPermissions(two)]))
      t.strictSame(mergePermissions(both, two), both)
      const grouped = mergePermissions(one, mergePermissions(two, three))
      t.strictSame(listPermissions(mergePermissions(both, three)), listPermissions(grouped))
    }),
  )
})
