import t from 'tap'
import { call } from '../../support/requests/authorize.ts'
import { serviceId, startOfTests, startTestMock } from '../../support/mock.ts'
import { getTokens, refreshRequest, requestToken, tokenWorld } from '../../support/requests/token.ts'

for (const milliseconds of [0, 1, 400, 499, 500, 973, 999]) {
  t.test(`a token made ${milliseconds} ms into a second ends when it was said to`, async (t) => {
    const mock = await startTestMock(t, { world: tokenWorld() })
    mock.time.now = startOfTests + milliseconds
    const { accessToken, accessTokenDuration, refreshToken, refreshTokenDuration } = await getTokens(mock)
    const token = String(accessToken)

    mock.time.now += Number(accessTokenDuration) * 1000 - 1000
    const { action, expiresAt } = await call(mock, '/auth/introspection', { token })
    t.equal(action, 'OK')
    t.equal(Number(expiresAt) % 1000, 0)

    mock.time.now = Math.min(mock.time.now + 1000, Number(expiresAt))
    t.equal(
      (await call(mock, '/auth/introspection', { token })).action,
      'UNAUTHORIZED',
      'at the end that is told',
    )

    mock.time.now = startOfTests + milliseconds + Number(refreshTokenDuration) * 1000
    const { resultCode } = await requestToken(mock, refreshRequest(refreshToken))
    t.equal(resultCode, 'A053308', 'after as many seconds as were told')
  })
}

t.test('a clock that is moved on by the duration of a token ends it', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  mock.time.now = startOfTests + 700
  const { accessToken, accessTokenDuration } = await getTokens(mock)
  await mock.admin.advanceClock(serviceId, { seconds: Number(accessTokenDuration) })
  t.equal((await call(mock, '/auth/introspection', { token: accessToken })).action, 'UNAUTHORIZED')
})
