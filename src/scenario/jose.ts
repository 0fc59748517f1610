import type { JoseReason } from '../api/jose/outcomes.ts'
import { makeKey } from '../testkit/key.ts'
import { signJwt } from '../testkit/jwt.ts'
import type { Arrangement, Scenario, ScenarioContext } from './shared/scenario.ts'

const path = '/jose/verify'

/** A client with keys that has signed a JWT, at a time in epoch seconds. */
interface Signer {
  readonly context: ScenarioContext
  readonly seconds: number
}

/** How a call differs from one that succeeds. */
interface Changes {
  readonly header?: object
  readonly claims?: object
  /** Other keys of the client; null for none. */
  readonly keys?: ((own: object) => readonly object[]) | null
  readonly client?: object
  /** Members of the request. */
  readonly body?: object
  readonly values?: Arrangement['values']
}

const keyId = 'one'

const clientSigns =
  (change: (signer: Signer) => Changes = () => ({})): Scenario =>
  async (context) => {
    const seconds = Math.floor((await context.now()) / 1000)
    const { header, claims, keys = (own) => [own], client, body, values } = change({ context, seconds })
    const key = makeKey(context.random)
    const own = { ...key.publicJwk, kid: keyId }
    const jwks = keys === null ? {} : { jwks: JSON.stringify({ keys: keys(own) }) }
    const { clientId } = await context.makeClient({ ...jwks, ...client })
    const payload = { iss: String(clientId), iat: seconds, exp: seconds + 600, ...claims }
    const jose = await signJwt({ alg: 'ES256', kid: keyId, ...header }, payload, key.privateJwk)
    const signed = { jose, signedByClient: true, clientIdentifier: String(clientId), ...body }
    return { path, body: signed, ...(values !== undefined && { values }) }
  }

/** The text has the time of the call itself. */
const untimely =
  (change: (signer: Signer) => Changes): Scenario =>
  async (context) => ({ ...(await clientSigns(change)(context)), hasUnknownText: true })

const sends =
  (body: object, values: Arrangement['values'] = {}): Scenario =>
  async () => ({ path, body, values })

const encode = (text: string): string => Buffer.from(text).toString('base64url')

const compact = (header: object, payload = '{}'): string =>
  `${encode(JSON.stringify(header))}.${encode(payload)}.AA`

const serviceSigned =
  (header: object, jwks: string | null, values: Arrangement['values'] = {}): Scenario =>
  async (context) => {
    await context.change({ jwks })
    return { path, body: { jose: compact(header) }, values }
  }

/** Scenarios of POST /jose/verify. */
export const joseScenarios: Readonly<Record<JoseReason, Scenario>> = {
  jose_verified: clientSigns(),
  crash: async (context) => {
    const arrangement = await clientSigns()(context)
    context.failStorage('jose/verify')
    const { clientIdentifier } = arrangement.body as { readonly clientIdentifier: string }
    return { ...arrangement, values: { clientIdentifier } }
  },
  jose_missing: sends({ jose: '' }),
  jose_malformed: sends({ jose: 'a.b' }),
  jose_encrypted: sends({ jose: 'a.b.c.d.e' }),
  jose_header_invalid: sends({ jose: compact({ alg: 'ES256', crit: ['exp'] }) }),
  jose_payload_invalid: sends({ jose: `${encode('{"alg":"ES256"}')}..AA` }),
  jose_alg_missing: sends({ jose: compact({ alg: 256 }) }),
  jose_alg_unsupported: sends({ jose: compact({ alg: 'ES257' }) }, { detail: 'ES257' }),
  jose_payload_not_json: sends({ jose: compact({ alg: 'ES256' }, 'text'), mandatoryClaims: ['iss'] }),
  jose_claim_missing: clientSigns(() => ({
    body: { mandatoryClaims: ['iss', 'aud'] },
    values: { detail: 'aud' },
  })),
  jose_claim_not_text: clientSigns(() => ({ claims: { sub: 1 }, values: { detail: 'sub' } })),
  jose_claim_not_integer: clientSigns(() => ({ claims: { exp: 'soon' }, values: { detail: 'exp' } })),
  jose_expired: untimely(({ seconds }) => ({ claims: { exp: seconds - 600 } })),
  jose_issued_in_future: untimely(({ seconds }) => ({ claims: { iat: seconds + 600 } })),
  jose_not_yet_valid: untimely(({ seconds }) => ({ claims: { nbf: seconds + 600 } })),
  jose_client_missing: clientSigns(() => ({ body: { clientIdentifier: '' } })),
  jose_client_unknown: clientSigns(() => ({
    body: { clientIdentifier: 'nobody' },
    values: { detail: 'nobody' },
  })),
  jose_secret_unusable: clientSigns(() => ({
    client: { clientSecret: 'short' },
    body: { jose: compact({ alg: 'HS256' }) },
  })),
  jose_client_keys_missing: clientSigns(() => ({ keys: null })),
  jose_client_keys_unfetched: clientSigns(() => ({
    keys: null,
    client: { jwksUri: 'https://client.example.com/jwks' },
  })),
  jose_service_keys_missing: serviceSigned({ alg: 'ES256' }, null),
  jose_service_symmetric: serviceSigned({ alg: 'HS256' }, null, { detail: 'HS256' }),
  jose_key_ambiguous: clientSigns(({ context }) => ({
    keys: (own) => [own, { ...makeKey(context.random).publicJwk, kid: keyId }],
    values: { detail: `alg = ES256, kid = ${keyId}` },
  })),
  jose_key_unknown: clientSigns(() => ({
    header: { kid: 'two' },
    values: { detail: "client's JWK Set. (alg = ES256, kid = two)" },
  })),
  jose_signature_wrong: clientSigns(({ context }) => ({
    keys: () => [{ ...makeKey(context.random).publicJwk, kid: keyId }],
  })),
}
