type Variables = Readonly<Record<string, string>>

/** The coordinates of a service as text, by the format that reads it. Values hold no line breaks. */
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

/** Plain where every reader takes it so, because `docker --env-file` knows no quotes; else in the quotes that it does not hold. */
function quoteForDotenv(value: string): string {
  if (/^[\w:/.@%+,~[\]-]*$/.test(value)) return value
  const quote = value.includes("'") ? '"' : "'"
  return `${quote}${value}${quote}`
}

/** One word of a POSIX shell. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

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
  return writeLines(properties, (name, value) => `${name} = ${value.replaceAll('\\', '\\\\')}`)
}
