import t from 'tap'
import { readMember } from '../../src/scenario/shared/client-request.ts'

t.test('an answer that has not what a scenario needs ends the arranging with its text', async (t) => {
  const answer = { ticket: 't', resultMessage: '[A000000] No.' }
  t.equal(readMember(answer, 'ticket'), 't')
  t.throws(() => readMember(answer, 'authorizationCode'), {
    message: 'There is no authorizationCode while arranging: [A000000] No.',
  })
})
