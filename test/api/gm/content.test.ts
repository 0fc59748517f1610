import t from 'tap'
import { formatGrant } from '../../../src/api/gm/content.ts'
import type { Grant } from '../../../src/model/grant.ts'

const empty: Grant = {
  grantId: 'g',
  clientId: 1,
  scopes: [],
  claims: [],
  authorizationDetails: [],
  createdAt: 0,
}

const details = [{ type: 'payment', amount: '1.00', z: 1, a: [{ b: null }] }]

const grants: readonly (readonly [string, Partial<Grant>, string])[] = [
  ['an empty grant is an empty object', {}, '{}'],
  [
    'scope names and claims are sorted, members come in their order',
    {
      claims: ['name', 'birthdate'],
      scopes: [{ scope: 'profile openid accounts' }],
      authorizationDetails: details,
    },
    '{"scopes":[{"scope":"accounts openid profile"}],"claims":["birthdate","name"],' +
      '"authorization_details":[{"type":"payment","amount":"1.00","z":1,"a":[{"b":null}]}]}',
  ],
  [
    'the scopes of grant management stay in',
    { scopes: [{ scope: 'openid grant_management_query' }] },
    '{"scopes":[{"scope":"grant_management_query openid"}]}',
  ],
  [
    'each set of resources is a row of its own, an empty one is left out',
    {
      scopes: [
        { scope: 'b a', resource: ['https://z.example/', 'https://a.example/'] },
        { scope: 'c', resource: [] },
      ],
    },
    '{"scopes":[{"scope":"a b","resource":["https://z.example/","https://a.example/"]},{"scope":"c"}]}',
  ],
  [
    'sorting goes by code unit, not by language',
    { claims: ['b', 'B', 'ä', 'a'] },
    '{"claims":["B","a","b","ä"]}',
  ],
]

for (const [name, members, expected] of grants) {
  t.test(name, async (t) => {
    t.equal(formatGrant({ ...empty, subject: 'alice', ...members }), expected)
  })
}
