import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { plainly } from './child.ts'
import { run } from './run.ts'

const preamble = `
  const { AUTHLETE_BASE_URL, AUTHLETE_SERVICE_ID, AUTHLETE_API_TOKEN } = process.env
  const call = async (api, body) => {
    const response = await fetch(AUTHLETE_BASE_URL + '/api/' + AUTHLETE_SERVICE_ID + '/' + api, {
      method: 'POST',
      headers: { authorization: 'Bearer ' + AUTHLETE_API_TOKEN, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.json()
  }
  const tell = (facts) => require('node:fs').writeFileSync(process.env.TOLD, JSON.stringify(facts));
`

/** Runs a script in the place of somebody's tests, and gives back what it told. */
export async function exec(
  t: Test,
  script: string,
  options: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
) {
  const file = join(t.testdir(), 'told.json')
  const words = plainly(process.execPath, '-e', `${preamble}(async () => {${script}})()`)
  const environment = { ...variables, PATH: process.env['PATH'] ?? '', TOLD: file }
  const { code, stdout, stderr } = await run(['exec', ...options, '--', ...words], { environment })
  t.equal(stdout, '')
  const told = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined
  return { code, stderr, told }
}

/** Calls that work but should not be made so, to the service of the demo. */
export const flaggedCalls = `
  const request = { gmAction: 'QUERY', grantId: 'demo-grant', accessToken: 'demo-bob' }
  for (const time of [1, 2]) if ((await call('gm', request)).action !== 'OK') process.exit(9)`
export const demo = ['--service-id', '4277000001']
