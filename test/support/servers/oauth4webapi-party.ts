import * as oauth from 'oauth4webapi'
import { redirectUri, visit, type Fetch, type RelyingPartyMaker } from './relying-party.ts'

/** Reads the server's metadata (RFC 8414, OpenID Connect Discovery 1.0). */
export async function discover(issuer: string, fetch: Fetch): Promise<oauth.AuthorizationServer> {
  const options = { [oauth.allowInsecureRequests]: true, [oauth.customFetch]: fetch }
  return oauth.processDiscoveryResponse(
    new URL(issuer),
    await oauth.discoveryRequest(new URL(issuer), options),
  )
}

/** A relying party made with oauth4webapi. */
export const makeOauth4webapiParty: RelyingPartyMaker = async ({
  issuer,
  clientId,
  secret,
  usesDpop,
  fetch,
  ownWay = {},
}) => {
  const plain = { [oauth.allowInsecureRequests]: true, [oauth.customFetch]: fetch }
  const as = await discover(issuer, fetch)
  const client: oauth.Client = { client_id: clientId, ...ownWay.metadata }
  const usual = secret === undefined ? oauth.TlsClientAuth() : oauth.ClientSecretBasic(secret)
  const { authentication = usual, requestKey } = ownWay
  const DPoP = usesDpop ? oauth.DPoP(client, await oauth.generateKeyPair('ES256')) : undefined
  const options = { ...plain, ...(DPoP !== undefined && { DPoP }) }

  /** The first call learns the nonce, and the second one uses it (RFC 9449 §8). */
  const withNonce = <Value>(call: () => Promise<Value>): Promise<Value> =>
    call().catch((error: unknown) => {
      if (DPoP === undefined || !oauth.isDPoPNonceError(error)) throw error
      return call()
    })

  async function push(request: Record<string, string>): Promise<string> {
    const parameters =
      requestKey === undefined
        ? request
        : { client_id: clientId, request: await oauth.issueRequestObject(as, client, request, requestKey) }
    const pushed = await oauth.pushedAuthorizationRequest(as, client, authentication, parameters, options)
    return (await oauth.processPushedAuthorizationResponse(as, client, pushed)).request_uri
  }

  return {
    authorize: async (parameters) => {
      const [state, nonce, verifier] = [
        oauth.generateRandomState(),
        oauth.generateRandomNonce(),
        oauth.generateRandomCodeVerifier(),
      ]
      const request = {
        ...parameters,
        client_id: clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }
      const url = new URL(String(as.authorization_endpoint))
      url.searchParams.set('client_id', clientId)
      url.searchParams.set('request_uri', await withNonce(() => push(request)))
      const callback = oauth.validateAuthResponse(as, client, await visit(fetch, url), state)
      return withNonce(async () => {
        const answer = await oauth.authorizationCodeGrantRequest(
          as,
          client,
          authentication,
          callback,
          redirectUri,
          verifier,
          options,
        )
        const checks = { expectedNonce: nonce, requireIdToken: true }
        const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, checks)
        await oauth.validateApplicationLevelSignature(as, answer, plain)
        return tokens
      })
    },
    refresh: (refreshToken) =>
      withNonce(async () => {
        const answer = await oauth.refreshTokenGrantRequest(as, client, authentication, refreshToken, options)
        return oauth.processRefreshTokenResponse(as, client, answer)
      }),
    manageGrant: (method, grantId, accessToken) => {
      const url = new URL(`${as['grant_management_endpoint'] as string}/${grantId}`)
      return withNonce(() =>
        oauth.protectedResourceRequest(accessToken, method, url, undefined, undefined, options),
      )
    },
    fetchUserInfo: (accessToken) =>
      withNonce(async () => {
        const answer = await oauth.userInfoRequest(as, client, accessToken, options)
        const isSigned = answer.headers.get('content-type') === 'application/jwt'
        const claims = await oauth.processUserInfoResponse(as, client, oauth.skipSubjectCheck, answer)
        if (isSigned) await oauth.validateApplicationLevelSignature(as, answer, plain)
        return claims
      }),
    introspect: async (token) => {
      const answer = await oauth.introspectionRequest(as, client, authentication, token, plain)
      return oauth.processIntrospectionResponse(as, client, answer)
    },
    revokeToken: async (token) =>
      oauth.processRevocationResponse(
        await oauth.revocationRequest(as, client, authentication, token, plain),
      ),
  }
}
