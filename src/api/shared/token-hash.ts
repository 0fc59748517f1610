import { sha256 } from '../../base/digest.ts'
import type { Service } from '../../model/service.ts'
import { readOpaqueToken } from '../../oauth/token/jwt-access-token.ts'
import type { Store } from '../../store/store.ts'

/**
 * The hash under which an access token is stored, from its value: the opaque one, or the JWT that was issued with it,
 * compared exactly (Authlete IntrospectionResponse, JWT-based access token).
 */
export async function findTokenHash(
  value: string,
  { generation }: Service,
  store: Pick<Store, 'findAccessToken'>,
): Promise<string> {
  const hash = sha256(value)
  const opaque = readOpaqueToken(value)
  if (opaque === undefined) return hash
  const opaqueHash = sha256(opaque)
  const found = await store.findAccessToken(generation, { tokenHash: opaqueHash })
  return found?.token.details?.jwtSha256 === hash ? opaqueHash : hash
}
