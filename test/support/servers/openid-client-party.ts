import * as openid from 'openid-client'
import { redirectUri, visit, type RelyingPartyMaker } from './relying-party.ts'

/** A relying party made with openid-client, which repeats a call by itself when it learns a nonce. */
export const makeOpenidClientParty: RelyingPartyMaker = async ({
  issuer,
  clientId,
  secret,
  usesDpop,
  fetch,
}) => {
  const authentication = secret === undefined ? openid.TlsClientAuth() : openid.ClientSecretBasic(secret)
  const config = await openid.discovery(new URL(issuer), clientId, undefined, authentication, {
    execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
    [openid.customFetch]: fetch,
  })
  const options = usesDpop
    ? { DPoP: openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256')) }
    : {}

  return {
    authorize: async (parameters) => {
      const [state, nonce, verifier] = [
        openid.randomState(),
        openid.randomNonce(),
        openid.randomPKCECodeVerifier(),
      ]
      const request = {
        ...parameters,
        redirect_uri: redirectUri,
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }
      const url = await openid.buildAuthorizationUrlWithPAR(config, request, options)
      const checks = {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      }
      return openid.authorizationCodeGrant(config, await visit(fetch, url), checks, undefined, options)
    },
    refresh: (refreshToken) => openid.refreshTokenGrant(config, refreshToken, undefined, options),
    manageGrant: (method, grantId, accessToken) => {
      const url = new URL(`${config.serverMetadata()['grant_management_endpoint'] as string}/${grantId}`)
      return openid.fetchProtectedResource(config, accessToken, url, method, undefined, undefined, options)
    },
    fetchUserInfo: (accessToken) =>
      openid.fetchUserInfo(config, accessToken, openid.skipSubjectCheck, options),
    introspect: (token) => openid.tokenIntrospection(config, token),
    revokeToken: (token) => openid.tokenRevocation(config, token),
  }
}
