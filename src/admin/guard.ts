import { timingSafeEqual } from 'node:crypto'
import { BlockList, isIP, Socket } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { sha256 } from '../digest.ts'
import { AdminError } from './admin-error.ts'

/** Who may use `/_mock`. */
export interface AdminAccess {
  /** When set, this bearer token is demanded and nothing else counts. */
  readonly token?: string
  /** Lets everybody in who reaches the port. */
  readonly open: boolean
  /** The address that the server listens on. */
  readonly host: string
}

/** The name by which callers inside the process ask, and nobody else: no resolver may know it (RFC 6761 §6.4). */
export const inProcessHost = 'gm-mock.invalid'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

export function isLoopback(host: string): boolean {
  const family = isIP(host)
  if (family === 0) return host.toLowerCase() === 'localhost'
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

/** Why nobody may use `/_mock`, and the way out; undefined where somebody may. */
export function describeClosed({ token, open, host }: AdminAccess): string | undefined {
  if (token !== undefined || open || isLoopback(host)) return undefined
  return 'The admin interface, /_mock, is closed because the server listens beyond loopback. Set GM_MOCK_ADMIN_TOKEN, or GM_MOCK_ADMIN_OPEN=true.'
}

/**
 * Throws for a request that must not reach the admin interface. Without a token it answers on loopback only, and only
 * to browsers that are on a loopback page themselves: neither a rebound DNS name nor a foreign page gets through.
 */
export function guardAdmin({ headers, raw }: FastifyRequest, access: AdminAccess): void {
  if (access.token !== undefined) return demandToken(headers.authorization, access.token)
  if (access.open) return undefined
  const closed = describeClosed(access)
  if (closed !== undefined) throw new AdminError(403, 'admin_closed', closed)
  const hosts = [`http://${headers.host ?? ''}`, ...(headers.origin === undefined ? [] : [headers.origin])]
  const isInProcess = !(raw.socket instanceof Socket)
  if (hosts.every((url) => isLoopbackUrl(url, isInProcess))) return undefined
  throw new AdminError(
    403,
    'host_not_loopback',
    'The admin interface answers to loopback hosts and pages only.',
  )
}

function demandToken(authorization: string | undefined, token: string): void {
  const presented = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1] ?? ''
  if (timingSafeEqual(Buffer.from(sha256(presented)), Buffer.from(sha256(token)))) return
  const flaw =
    presented === '' ? 'The admin interface demands a token.' : 'The bearer token is not the admin token.'
  const advice = 'Send the value of GM_MOCK_ADMIN_TOKEN, with which the mock was started, as a bearer token.'
  throw new AdminError(401, 'admin_token_required', `${flaw} ${advice}`)
}

function isLoopbackUrl(url: string, isInProcess: boolean): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return (isInProcess && hostname === inProcessHost) || isLoopback(hostname.replace(/^\[|\]$/g, ''))
}
