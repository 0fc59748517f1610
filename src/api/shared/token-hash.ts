import { sha256 } from '../../base/digest.ts'
import type { Service } from '../../model/service.ts'
import { readOpaqueToken } from '../../oauth/token/jwt-access-token.ts'
import type { Store } from '../../store/store.ts'

/**
 * The hash under which an access token is stored, from its value: the opaque one, or the JWT that was issued with it,
 * compared exactly (Authlete IntrospectionResponse, JWT-based access token).
 */
export function findTokenHash(
  value: string,
  service: Service,
  store: Pick<Store, 'findAccessToken'>,
): string | Promise<string> {
  const hash = sha256(value)
  const opaque = readOpaqueToken(value)
  return opaque === undefined ? hash : findHashOfJwt(hash, sha256(opaque), service, store)
}

async function findHashOfJwt(
  hash: string,
  opaqueHash: string,
  { generation }: Service,
  store: Pick<Store, 'findAccessToken'>,
): Promise<string> {
  const found = await store.findAccessToken(generation, { tokenHash: opaqueHash })
  return found?.token.details?.jwtSha256 === hash ? opaqueHash : hash
}
