import t from 'tap'
import {
  authorizationWorld,
  authorize,
  basic,
  call,
  push,
  request,
} from '../../support/requests/authorize.ts'
import { startTestMock } from '../../support/mock.ts'
import { codeRequest, requestToken, tokenWorld } from '../../support/requests/token.ts'

const kelvin = '\u212A'

t.test('locales are compared without case, and told as the service spells them', async (t) => {
  const supported = ['ja-Kana-JP', 'de-CH', 'EN', 'zh-Hant', 'ko', 'i-klingon', 'en_US']
  const mock = await startTestMock(t, {
    world: authorizationWorld({ supportedUiLocales: supported, supportedClaimLocales: supported }),
  })
  const rows: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['de-CH EN', ['de-CH', 'EN']],
    ['en DE-ch ja-KANA-jp', ['EN', 'de-CH', 'ja-Kana-JP']],
    ['de-ch DE-CH de-CH', ['de-CH']],
    ['ZH-HANT I-Klingon', ['zh-Hant', 'i-klingon']],
    ['de de-DE zh-Hant-TW ja en-US *', undefined],
    [`${kelvin}o`, undefined],
    ['en_US', ['en_US']],
    ['en_us EN_US', undefined],
  ]
  for (const [asked, told] of rows) {
    const answer = await request(mock, { ui_locales: asked, claims_locales: asked })
    t.equal(answer.action, 'INTERACTION')
    t.strictSame(answer['uiLocales'], told, asked)
    t.strictSame(answer['claimsLocales'], told, asked)
  }
  const pushed = await push(mock, { ui_locales: 'DE-ch' })
  const parameters = new URLSearchParams({
    client_id: basic.clientId,
    request_uri: String(pushed['requestUri']),
  })
  const opened = await call(mock, '/auth/authorization', { parameters: parameters.toString() })
  t.strictSame(opened['uiLocales'], ['de-CH'])
})

const tagged = {
  id_token: { 'family_name#ja-Kana-JP': null, 'family_name#JA-kana-jp': null, family_name: null },
  userinfo: { 'family_name#JA-KANA-JP': null, 'Family_name#ja-Kana-JP': null, 'name#en_us': null },
}
const inIdToken = ['family_name#ja-Kana-JP', 'family_name']

t.test('a claim with a tag is one claim in every case of the tag', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const answer = await request(mock, { claims: JSON.stringify(tagged) })
  t.strictSame(answer['claims'], inIdToken)
  t.strictSame(answer['claimsAtUserInfo'], Object.keys(tagged.userinfo))
  t.equal(answer['idTokenClaims'], JSON.stringify(tagged.id_token))
})

t.test('consent to a claim is consent to it in every case of the tag', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const consentedClaims = ['nickname#de', 'nickname#DE', 'nickname', 'Nickname#de']
  const parameters = { grant_management_action: 'create', scope: 'openid grant_management_query' }
  const code = await authorize(mock, parameters, { consentedClaims })
  const { grantId, accessToken } = await requestToken(mock, codeRequest(code))
  const { consentedClaims: told } = await call(mock, '/auth/introspection', { token: accessToken })
  t.strictSame(told, ['nickname#de', 'nickname', 'Nickname#de'])

  const merge = { ...parameters, grant_management_action: 'merge', grant_id: String(grantId) }
  const more = await authorize(mock, merge, { consentedClaims: ['nickname#De', 'name#fr'] })
  const merged = await requestToken(mock, codeRequest(more))
  const gm = { accessToken: merged.accessToken, gmAction: 'QUERY', grantId }
  const { responseContent = '' } = await call(mock, '/gm', gm)
  t.strictSame(JSON.parse(responseContent).claims, ['Nickname#de', 'name#fr', 'nickname', 'nickname#de'])
})
