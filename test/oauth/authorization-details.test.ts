import fc from 'fast-check'
import t from 'tap'
import type { Client } from '../../src/model/client.ts'
import type { Service } from '../../src/model/service.ts'
import { checkAuthorizationDetails, readAuthorizationDetails } from '../../src/oauth/authorization-details.ts'
import { toParameters } from '../../src/oauth/parameters.ts'

const service = { properties: { supportedAuthorizationDetailsTypes: ['pay'] } } as unknown as Service
const client = { properties: { authorizationDetailsTypes: ['pay'] } } as unknown as Client

function check(text: string) {
  return checkAuthorizationDetails(toParameters([['authorization_details', text]]), service, client)
}

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

const refused: readonly (readonly [string, string])[] = [
  ['[', 'authorization_details_malformed'],
  ['[],"details":[]', 'authorization_details_malformed'],
  [deep(100), 'authorization_details_malformed'],
  ['{}', 'authorization_details_malformed'],
  ['null', 'authorization_details_malformed'],
  ['1', 'authorization_details_malformed'],
  ['"pay"', 'authorization_details_malformed'],
  ['true', 'authorization_details_malformed'],
  ['[null]', 'authorization_detail_malformed'],
  ['[[]]', 'authorization_detail_malformed'],
  ['[{"type":1}]', 'authorization_detail_malformed'],
  ['[{"type":"pay","actions":"a"}]', 'authorization_detail_malformed'],
  ['[{"type":"pay","locations":[1]}]', 'authorization_detail_malformed'],
  ['[{"type":"pay","identifier":{}}]', 'authorization_detail_malformed'],
  ['[{}]', 'authorization_detail_without_type'],
  ['[{"type":null}]', 'authorization_detail_without_type'],
  ['[{"type":""}]', 'authorization_detail_without_type'],
  ['[{"type":"Pay"}]', 'authorization_detail_type_unsupported'],
]

for (const [text, reason] of refused) {
  t.test(`${text.slice(0, 40)} is refused as ${reason}`, async (t) => {
    t.match(check(text), { verdict: 'fail', reason })
  })
}

t.test('details of a supported type are read as they are', async (t) => {
  const details = [{ type: 'pay', actions: ['a'], datatypes: [], identifier: 'i', amount: { value: 1 } }]
  t.equal(check(JSON.stringify(details)).verdict, 'pass')
  t.strictSame(
    readAuthorizationDetails(toParameters([['authorization_details', JSON.stringify(details)]])),
    details,
  )
  t.strictSame(readAuthorizationDetails(toParameters([])), [])
})

t.test('a client that declares no types may use those of the service', async (t) => {
  const parameters = toParameters([['authorization_details', '[{"type":"pay"}]']])
  const silent = { properties: {} } as unknown as Client
  t.equal(checkAuthorizationDetails(parameters, service, silent).verdict, 'pass')
  const without = { properties: {} } as unknown as Service
  t.match(checkAuthorizationDetails(parameters, without, silent), {
    reason: 'authorization_detail_type_unsupported',
  })
})

t.test('what passes the check can be read, whatever it is', async () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((text) => `[${text}]`),
  )
  fc.assert(
    fc.property(texts, (text) => {
      if (check(text).verdict === 'fail') return
      readAuthorizationDetails(toParameters([['authorization_details', text]]))
    }),
  )
})
