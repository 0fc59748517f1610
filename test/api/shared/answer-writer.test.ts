import t from 'tap'
import { Type } from '@sinclair/typebox'
import { createAnswerWriter } from '../../../src/api/shared/members.ts'
import { writeBody, type OutcomeRow } from '../../../src/outcome/outcome.ts'

const writeAnswer = createAnswerWriter(
  Type.Object({
    resultCode: Type.String(),
    resultMessage: Type.String(),
    action: Type.String(),
    usable: Type.Boolean(),
    subject: Type.Optional(Type.String()),
    acr: Type.Optional(Type.String()),
    expiresAt: Type.Optional(Type.Integer()),
  }),
)

const row: OutcomeRow = {
  status: 200,
  resultCode: 'A000001',
  action: 'OK',
  message: 'Well done.',
  clause: 'RFC 6749',
  source: 'documented',
  conditionSource: 'inferred',
  messageSource: 'assumed',
}

t.test('members are in the order of Authlete, and those that are unset are absent', async (t) => {
  const members = { usable: true, subject: 'alice', acr: undefined, expiresAt: 5 }
  t.equal(
    JSON.stringify(writeAnswer('done', row, { members, trace: [] }).body),
    '{"resultCode":"A000001","resultMessage":"[A000001] Well done.","action":"OK","expiresAt":5,"subject":"alice","usable":true}',
  )
})

t.test('numbers and flags that are unset have their zero values', async (t) => {
  const sent = JSON.parse(writeBody(writeAnswer('done', row, { trace: [] }))) as object
  t.strictSame(Object.entries(sent).slice(2), [
    ['action', 'OK'],
    ['expiresAt', 0],
    ['usable', false],
  ])
})

t.test('a member that the contract does not know is left out', async (t) => {
  const members = { subject: 'alice', secret: 'hidden' }
  const { body } = writeAnswer('done', row, { members, trace: [] })
  t.notOk(Object.keys(body ?? {}).includes('secret'))
  t.equal(body?.['subject'], 'alice')
})

t.test('a text is filled with cleaned values', async (t) => {
  const { body } = writeAnswer(
    'done',
    { ...row, message: 'Well {how}, {who}.' },
    { values: { how: 'done', who: '"Bob"' }, trace: [] },
  )
  t.equal(body?.['resultMessage'], '[A000001] Well done, ?Bob?.')
})

t.test('an answer is explained by its row', async (t) => {
  const { status, explanation } = writeAnswer('done', row, { trace: [] })
  t.equal(status, 200)
  t.strictSame(explanation, {
    reason: 'done',
    source: 'documented',
    conditionSource: 'inferred',
    messageSource: 'assumed',
    trace: [],
  })
})
