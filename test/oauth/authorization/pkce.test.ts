import t from 'tap'
import { toParameters } from '../../../src/oauth/parameters.ts'
import { checkCodeChallenge, readCodeChallenge } from '../../../src/oauth/authorization/pkce.ts'
import type { Client } from '../../../src/model/client.ts'
import type { Service } from '../../../src/model/service.ts'

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

const methods = [
  [undefined, 'plain'],
  ['plain', 'plain'],
  ['S256', 'S256'],
] as const

for (const [method, expected] of methods) {
  t.test(`a challenge with method ${method ?? 'left out'} is kept as ${expected}`, async (t) => {
    const given = method === undefined ? [] : [['code_challenge_method', method] as const]
    const parameters = toParameters([['code_challenge', challenge], ...given])
    t.strictSame(readCodeChallenge(parameters), {
      codeChallenge: challenge,
      codeChallengeMethod: expected,
    })
  })
}

t.test('a method without a challenge is kept as nothing', async (t) => {
  t.strictSame(readCodeChallenge(toParameters([['code_challenge_method', 'S256']])), {})
})

t.test('a challenge has 43 to 128 unreserved characters', async (t) => {
  const service = { properties: {} } as Service
  const client = { properties: {} } as Client
  const verdictOf = (text: string) =>
    checkCodeChallenge(toParameters([['code_challenge', text]]), service, client).verdict
  for (const good of [challenge, 'a'.repeat(128), '-._~'.repeat(11)]) t.equal(verdictOf(good), 'pass', good)
  for (const bad of ['a'.repeat(42), 'a'.repeat(129), `${challenge}=`, `${challenge}\n`, `+${challenge}`]) {
    t.equal(verdictOf(bad), 'fail', bad)
  }
})
