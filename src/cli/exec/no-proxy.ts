type Environment = Readonly<Record<string, string | undefined>>

/**
 * The variables that keep a proxy of the environment from between a command and the mock. Each keeps what it has, or what
 * its twin has: programs that know both read only the first that is set.
 */
export function exceptFromProxies(
  environment: Environment,
  baseUrl: string,
): Readonly<Record<string, string>> {
  const { NO_PROXY: upper, no_proxy: lower } = environment
  return {
    NO_PROXY: addHosts(upper ?? lower ?? '', baseUrl),
    no_proxy: addHosts(lower ?? upper ?? '', baseUrl),
  }
}

/** Curl, Python, Go and Node.js all read an asterisk alone as every host. */
function addHosts(given: string, baseUrl: string): string {
  if (given.trim() === '*') return given
  const known = given.split(/[\s,]+/).filter((entry) => entry !== '')
  return [...new Set([...known, ...listHosts(baseUrl)])].join(',')
}

/** The host by every name that some program compares: curl knows no ports, and not all know brackets around IPv6. */
function listHosts(baseUrl: string): readonly string[] {
  const { hostname, host } = new URL(baseUrl)
  return [...new Set([hostname, host, hostname.replace(/^\[(.*)\]$/, '$1')])]
}

/** What Java excepts unless it is configured (Java Core Libraries, Networking Properties). */
const javaDefault = ['localhost', '127.*', '[::1]']

/** The value of Java's system property `http.nonProxyHosts` for a mock. */
export function nonProxyHosts(baseUrl: string): string {
  const { hostname } = new URL(baseUrl)
  const isExcepted = hostname.startsWith('127.') || javaDefault.includes(hostname)
  return [...javaDefault, ...(isExcepted ? [] : [hostname])].join('|')
}
