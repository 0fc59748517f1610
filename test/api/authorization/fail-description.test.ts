import t from 'tap'
import { authorizationWorld, call, requestTicket } from '../../support/requests/authorize.ts'
import { startTestMock } from '../../support/mock.ts'

t.test('a reason in no words is told in those of the catalogue', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const body = { ticket: await requestTicket(mock), reason: 'DENIED', description: '' }
  const answer = await call(mock, '/auth/authorization/fail', body)
  const parameters = new URLSearchParams(answer.responseContent?.split('?')[1])
  t.equal(
    parameters.get('error_description'),
    answer.resultMessage,
    'RFC 6749, appendix A.8: at least one character',
  )
})
