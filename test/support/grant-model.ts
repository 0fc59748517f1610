import { sha256 } from '../../src/base/digest.ts'

/** What a subject consents to. */
export interface Consent {
  readonly clientId: number
  readonly subject: string
  readonly scopes: readonly string[]
  readonly resource?: string
  /** Asked for by the `claims` parameter, and given with the consent. */
  readonly claims: readonly string[]
  /** What the authorization server says was consented to, where it says so. */
  readonly consentedClaims?: readonly string[]
  readonly details: readonly Detail[]
}

export type Detail = { readonly type: 'payment'; readonly amount: number }

/** A code that was issued, and what its redemption is to do. */
export interface ModelCode {
  readonly code: string
  readonly action: 'create' | 'merge' | 'replace'
  readonly grantId?: string
  readonly consent: Consent
}

interface ModelGrant {
  readonly clientId: number
  readonly subject: string
  /** Scope names by the resource that they are for, or by nothing. */
  readonly scopes: Map<string, Set<string>>
  readonly claims: Set<string>
  readonly details: Map<string, Detail>
}

interface ModelToken extends Pick<Consent, 'clientId' | 'subject' | 'scopes'> {
  readonly grantId: string
  readonly code: string
}

/** All that a service should hold, in plain collections; tokens by their values. What has ended is only named. */
export interface GrantModel {
  readonly grants: Map<string, ModelGrant>
  readonly accessTokens: Map<string, ModelToken & { readonly refreshToken: string }>
  readonly refreshTokens: Map<string, ModelToken>
  readonly issuedCodes: ModelCode[]
  readonly usedCodes: ModelCode[]
  readonly grantIdsSeen: string[]
  readonly refreshTokensSeen: { readonly refreshToken: string; readonly clientId: number }[]
}

export const emptyModel = (): GrantModel => ({
  grants: new Map(),
  accessTokens: new Map(),
  refreshTokens: new Map(),
  issuedCodes: [],
  usedCodes: [],
  grantIdsSeen: [],
  refreshTokensSeen: [],
})

export interface TokenValues {
  readonly accessToken: string
  readonly refreshToken: string
}

/** A code is redeemed: the grant is made, added to or made anew, and its older refresh tokens end. */
export function redeem(model: GrantModel, used: ModelCode, grantId: string, values: TokenValues): void {
  const { clientId, subject, scopes } = used.consent
  const before = used.action === 'merge' ? model.grants.get(grantId) : undefined
  const grant = before ?? { clientId, subject, scopes: new Map(), claims: new Set(), details: new Map() }
  permit(grant, used.consent)
  model.grants.set(grantId, grant)
  endRefreshTokens(model, grantId)
  if (used.action === 'create') model.grantIdsSeen.push(grantId)
  model.usedCodes.push(used)
  addTokens(model, { clientId, subject, scopes, grantId, code: used.code }, values)
}

const claimsOfScope: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
}

function permit(
  grant: ModelGrant,
  { scopes, resource = '', claims, consentedClaims = [], details }: Consent,
): void {
  const known = grant.scopes.get(resource) ?? new Set()
  grant.scopes.set(resource, new Set([...known, ...scopes]))
  const given = [...scopes.flatMap((scope) => claimsOfScope[scope] ?? []), ...claims]
  for (const claim of consentedClaims.length > 0 ? consentedClaims : given) grant.claims.add(claim)
  for (const detail of details) grant.details.set(JSON.stringify(detail), detail)
}

function addTokens(model: GrantModel, token: ModelToken, { accessToken, refreshToken }: TokenValues): void {
  model.accessTokens.set(accessToken, { ...token, refreshToken })
  model.refreshTokens.set(refreshToken, token)
  model.refreshTokensSeen.push({ refreshToken, clientId: token.clientId })
}

/** A refresh token is replaced, and the access tokens that came with it end. */
export function refresh(model: GrantModel, spent: string, values: TokenValues): void {
  const token = model.refreshTokens.get(spent)
  if (token === undefined) throw new Error('the model does not know the refresh token')
  model.refreshTokens.delete(spent)
  endWhere(model.accessTokens, ({ refreshToken }) => refreshToken === spent)
  addTokens(model, token, values)
}

/** A grant ends with its refresh tokens; its access tokens live on. */
export function revoke(model: GrantModel, grantId: string): void {
  model.grants.delete(grantId)
  endRefreshTokens(model, grantId)
}

/** A code comes a second time: all tokens that go back to it end, and the grant stays. */
export function replay(model: GrantModel, { code }: ModelCode): void {
  endWhere(model.accessTokens, (token) => token.code === code)
  endWhere(model.refreshTokens, (token) => token.code === code)
}

function endRefreshTokens(model: GrantModel, grantId: string): void {
  endWhere(model.refreshTokens, (token) => token.grantId === grantId)
}

function endWhere<Token>(tokens: Map<string, Token>, isMeant: (token: Token) => boolean): void {
  for (const [value, token] of tokens) if (isMeant(token)) tokens.delete(value)
}

/** A grant as `QUERY` answers it. */
export function describeGrant({ scopes, claims, details }: ModelGrant): Readonly<Record<string, unknown>> {
  const rows = [...scopes].map(([resource, names]) => {
    const scope = [...names].toSorted().join(' ')
    return resource === '' ? { scope } : { scope, resource: [resource] }
  })
  return {
    scopes: rows,
    ...(claims.size > 0 && { claims: [...claims].toSorted() }),
    ...(details.size > 0 && { authorization_details: [...details.values()] }),
  }
}

/** A token as the store should hold it, without its times. */
export interface TokenView extends Omit<ModelToken, 'code'> {
  readonly tokenHash: string
  readonly codeHash: string
  readonly refreshTokenHash?: string
}

export interface StoreView {
  readonly grants: readonly {
    readonly grantId: string
    readonly clientId: number
    readonly subject: string
    readonly content: object
  }[]
  readonly accessTokens: readonly TokenView[]
  readonly refreshTokens: readonly TokenView[]
}

/** What the store should hold, each list by its ids. */
export function describeModel({ grants, accessTokens, refreshTokens }: GrantModel): StoreView {
  return {
    grants: sortBy(
      'grantId',
      [...grants].map(([grantId, grant]) => ({
        grantId,
        clientId: grant.clientId,
        subject: grant.subject,
        content: describeGrant(grant),
      })),
    ),
    accessTokens: sortBy(
      'tokenHash',
      [...accessTokens].map(([value, { refreshToken, ...token }]) => ({
        ...describeToken(value, token),
        refreshTokenHash: sha256(refreshToken),
      })),
    ),
    refreshTokens: sortBy(
      'tokenHash',
      [...refreshTokens].map(([value, token]) => describeToken(value, token)),
    ),
  }
}

function describeToken(value: string, { code, scopes, ...token }: ModelToken): TokenView {
  return { ...token, tokenHash: sha256(value), codeHash: sha256(code), scopes: scopes.toSorted() }
}

export function sortBy<Key extends string, Entry extends Readonly<Record<Key, string>>>(
  key: Key,
  entries: readonly Entry[],
): readonly Entry[] {
  return entries.toSorted((one, other) => (one[key] < other[key] ? -1 : 1))
}
