import { nonProxyHosts } from './exec/no-proxy.ts'

type Variables = Readonly<Record<string, string>>

/** The coordinates of a service as text, in several formats. Values contain no line breaks. */
export const variableFormats = {
  dotenv: (variables: Variables) =>
    writeLines(variables, (name, value) => `${name}=${quoteForDotenv(value)}`),
  properties: (variables: Variables) => writeProperties(variables),
  json: (variables: Variables) => `${JSON.stringify(variables, null, 2)}\n`,
  github: (variables: Variables) => writeLines(variables, (name, value) => `${name}=${value}`),
  shell: (variables: Variables) =>
    writeLines(variables, (name, value) => `export ${name}=${quoteForShell(value)}`),
} as const

export type VariableFormat = keyof typeof variableFormats

function writeLines(variables: Variables, write: (name: string, value: string) => string): string {
  return Object.entries(variables)
    .map(([name, value]) => `${write(name, value)}\n`)
    .join('')
}

/**
 * Without quotes if every reader accepts that, because `docker --env-file` supports none; else in quotes that the value
 * does not contain.
 */
function quoteForDotenv(value: string): string {
  if (/^[\w:/.@%+,~[\]-]*$/.test(value)) return value
  const quote = value.includes("'") ? '"' : "'"
  return `${quote}${value}${quote}`
}

/** One word of a POSIX shell. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Java reads no NO_PROXY, and Authlete's library reads nothing about proxies. */
const javaProxyNote =
  '# A system property of Java, which no library reads from here. For a JVM that has a proxy, pass it on with -D\n'

/** The names that Authlete's Java library reads from authlete.properties. */
function writeProperties({
  AUTHLETE_BASE_URL: baseUrl = '',
  AUTHLETE_SERVICE_ID: serviceId = '',
  AUTHLETE_API_TOKEN: apiToken = '',
}: Variables): string {
  const properties = {
    api_version: 'V3',
    base_url: baseUrl,
    'service.api_key': serviceId,
    'service.access_token': apiToken,
  }
  const lines = writeLines(properties, (name, value) => `${name} = ${value.replaceAll('\\', '\\\\')}`)
  return `${lines}${javaProxyNote}http.nonProxyHosts = ${nonProxyHosts(baseUrl)}\n`
}
