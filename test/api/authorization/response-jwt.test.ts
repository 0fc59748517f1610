import t from 'tap'
import { authorizationWorld, clientId, push, request } from '../../support/requests/authorize.ts'
import { startTestMock } from '../../support/mock.ts'

const modes = ['jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt']
const notHere = ['A012303', "The value of 'response_mode' is not supported."] as const

const describe = (mode: string, flaw: string): string =>
  `The authorization request required the authorization response be encoded as JWT by specifying 'response_mode=${mode}', but the 'authorization_signed_response_alg' metadata of the client (ID = ${clientId}) ${flaw}`

t.test('an answer in a JWT needs an algorithm that the client may have', async (t) => {
  for (const [clientType, authorizationSignAlg, code, flaw] of [
    ['PUBLIC', undefined, 'A012305', 'is not set.'],
    ['CONFIDENTIAL', undefined, 'A012305', 'is not set.'],
    ['PUBLIC', 'NONE', 'A012306', "is 'none'. Change the registered value of the metadata."],
    ['CONFIDENTIAL', 'NONE', 'A012306', "is 'none'. Change the registered value of the metadata."],
    [
      'PUBLIC',
      'HS256',
      'A012307',
      "is a symmetric algorithm ('HS256'). Change the algorithm to an asymmetric one or change the client type to 'confidential'.",
    ],
    ['CONFIDENTIAL', 'HS256', ...notHere],
    ['PUBLIC', 'ES256', ...notHere],
  ] as const) {
    const client = { clientType, ...(authorizationSignAlg && { authorizationSignAlg }) }
    const mock = await startTestMock(t, { world: authorizationWorld({}, client) })
    for (const response_mode of modes) {
      const answer = await request(mock, { response_mode })
      const text = code === 'A012303' ? flaw : describe(response_mode, flaw)
      t.strictSame([answer.action, answer.resultMessage], ['LOCATION', `[${code}] ${text}`])
    }
  }
})

t.test('a mode that there is not is told as such, and other modes need no algorithm', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  for (const response_mode of ['JWT', 'jwt.jwt', 'query.jwt ', 'constructor']) {
    t.equal((await request(mock, { response_mode })).resultCode, 'A012303', response_mode)
  }
  t.equal((await request(mock, { response_mode: 'form_post' })).resultCode, 'A004001')
})

t.test('so it is where the request is pushed', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const { action, resultCode } = await push(mock, { response_mode: 'query.jwt' })
  t.strictSame({ action, resultCode }, { action: 'BAD_REQUEST', resultCode: 'A012305' })
})
