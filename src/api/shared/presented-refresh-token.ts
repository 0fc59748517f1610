import { sha256 } from '../../base/digest.ts'
import type { Service } from '../../model/service.ts'
import type { PresentedRefreshToken } from '../../oauth/token/refresh-token.ts'
import type { Store } from '../../store/store.ts'

/** Finds a refresh token by its value, or the one that renewed it (Authlete Service `refreshTokenIdempotent`). */
export async function findPresentedRefreshToken(
  value: string,
  { generation, properties: { refreshTokenIdempotent } }: Service,
  store: Pick<Store, 'findRefreshToken'>,
): Promise<PresentedRefreshToken | undefined> {
  const tokenHash = sha256(value)
  const token = await store.findRefreshToken(generation, { tokenHash })
  if (token !== undefined) return { token }
  if (refreshTokenIdempotent !== true) return undefined
  const renewed = await store.findRefreshToken(generation, { renewedFrom: tokenHash })
  const renewal = renewed?.details?.renews
  return renewed === undefined || renewal === undefined ? undefined : { token: renewed, renewal }
}
