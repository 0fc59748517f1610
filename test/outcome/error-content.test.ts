import t from 'tap'
import { errorMembers } from '../../src/outcome/error-content.ts'

const row = { error: 'invalid_grant', resultCode: 'A050305' } as const
const message = '[A050305] The code is unknown.'
const uri = 'https://docs.authlete.com/#A050305'

t.test('an OAuth error has its members in the order of Authlete', async (t) => {
  t.equal(
    JSON.stringify(errorMembers(row, message, {})),
    `{"error":"invalid_grant","error_description":"${message}","error_uri":"${uri}"}`,
  )
})

t.test('a service leaves out what it does not want to tell, and never the error itself', async (t) => {
  const omitted = (description: boolean, link: boolean) =>
    Object.keys(errorMembers(row, message, { errorDescriptionOmitted: description, errorUriOmitted: link }))
  t.strictSame(omitted(false, false), ['error', 'error_description', 'error_uri'])
  t.strictSame(omitted(true, false), ['error', 'error_uri'])
  t.strictSame(omitted(false, true), ['error', 'error_description'])
  t.strictSame(omitted(true, true), ['error'])
})

t.test('an outcome without an OAuth error is told as server_error', async (t) => {
  t.match(errorMembers({ resultCode: 'A050101' }, message, {}), { error: 'server_error' })
})
