import { BlockList, isIP, isIPv6 } from 'node:net'

/** The host and port of a URL or a Host field. */
export interface Authority {
  /** As it was written; an IPv6 address in brackets. */
  readonly host: string
  readonly port: string
}

const form = /^(?<host>\[[0-9a-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})+)(?::(?<port>\d{0,5}))?$/i

/**
 * Parses `uri-host [ ":" port ]` (RFC 9110 §7.2, RFC 3986 §3.2.2) strictly: parsers differ in what they repair. A host
 * is required (RFC 9110 §4.2.1), and a user is refused (§4.2.4).
 */
export function readAuthority(text: string): Authority | undefined {
  const { host = '', port = '' } = form.exec(text)?.groups ?? {}
  if (host === '' || Number(port) > 65_535) return undefined
  return host.startsWith('[') && !isIPv6(host.slice(1, -1)) ? undefined : { host, port }
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether a name or an address, in its usual notation, is a loopback one. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(address)
  if (family === 0) return host.toLowerCase() === 'localhost'
  return loopback.check(address, family === 4 ? 'ipv4' : 'ipv6')
}
