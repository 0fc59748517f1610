import { timingSafeEqual } from 'node:crypto'
import { Socket } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { sha256 } from '../../base/digest.ts'
import { AdminError } from '../admin-error.ts'
import { isLoopback, readAuthority } from '../../base/origins/authority.ts'
import { headerFields } from '../../base/origins/header-fields.ts'
import { isFromForeignPage, type AllowedOrigins } from '../../base/origins/pages.ts'

export { isLoopback } from '../../base/origins/authority.ts'

/** Who may use `/_mock`. */
export interface AdminAccess extends AllowedOrigins {
  /** If set, this bearer token is required and sufficient. */
  readonly token?: string
  /** Admits every caller who reaches the port, except pages of other origins. */
  readonly open: boolean
}

/** The host name of callers inside the process: no resolver may know it (RFC 6761 §6.4). */
export const inProcessHost = 'gm-mock.invalid'

/** Why all calls to `/_mock` are refused, and what to do; undefined if they are not. */
export function describeClosed({ token, open, host }: AdminAccess): string | undefined {
  if (token !== undefined || open || isLoopback(host)) return undefined
  return 'The admin interface, /_mock, is closed because the server listens beyond loopback. Set GM_MOCK_ADMIN_TOKEN, or GM_MOCK_ADMIN_OPEN=true.'
}

/**
 * Why a request must not reach the admin interface; undefined if it may. Without a token it refuses pages of other
 * origins, and, unless it is open, every call that is not on loopback or that uses another host name (DNS rebinding).
 */
export function refuseAdmin(request: FastifyRequest, access: AdminAccess): AdminError | undefined {
  if (access.token !== undefined) return demandToken(headerFields(request.raw, 'authorization'), access.token)
  const closed = describeClosed(access)
  if (closed !== undefined) return new AdminError(403, 'admin_closed', closed)
  if (access.open) return refuseForeignPage(request, access)
  if (isLoopbackCall(request) && !isFromForeignPage(request, access)) return undefined
  return new AdminError(
    403,
    'host_not_loopback',
    `The admin interface answers to loopback hosts and pages only. ${wayIn}`,
  )
}

const wayIn = 'Name the origin of another page with --admin-origin, or set GM_MOCK_ADMIN_TOKEN.'

function refuseForeignPage(request: FastifyRequest, access: AdminAccess): AdminError | undefined {
  if (!isFromForeignPage(request, access)) return undefined
  const message = `The admin interface is open to everybody but pages of other origins. ${wayIn}`
  return new AdminError(403, 'page_foreign', message)
}

function isLoopbackCall({ headers, raw }: FastifyRequest): boolean {
  const { host = '' } = readAuthority(headers.host ?? '') ?? {}
  return isLoopback(host) || (host === inProcessHost && !(raw.socket instanceof Socket))
}

function demandToken(authorization: readonly string[], token: string): AdminError | undefined {
  const [credentials = '', ...others] = authorization
  const presented = (others.length === 0 && /^Bearer +(.+)$/i.exec(credentials)?.[1]) || ''
  if (timingSafeEqual(Buffer.from(sha256(presented)), Buffer.from(sha256(token)))) return undefined
  const error =
    presented === '' ? 'The admin interface demands a token.' : 'The bearer token is not the admin token.'
  const advice = 'Send the value of GM_MOCK_ADMIN_TOKEN, with which the mock was started, as a bearer token.'
  return new AdminError(401, 'admin_token_required', `${error} ${advice}`)
}
