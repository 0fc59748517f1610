import type { Admin } from '../../src/admin/admin.ts'
import { AdminError } from '../../src/admin/admin-error.ts'
import { adminOperations } from '../../src/admin/doors/operations.ts'
import { run } from '../cli/run.ts'

/** The Admin interface by the command line: each call a run of `gm-mock admin`, and its answer what that prints. */
export function commandAdmin(baseUrl: string): Admin {
  return Object.fromEntries(
    adminOperations.map(({ name }) => [
      name,
      (...values: readonly unknown[]) => callByCommand(baseUrl, name, values),
    ]),
  ) as unknown as Admin
}

async function callByCommand(baseUrl: string, name: string, values: readonly unknown[]): Promise<unknown> {
  const operation = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const words = values
    .filter((value) => value !== undefined)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  const { code, stdout, stderr } = await run(['admin', '--base-url', baseUrl, '--', operation, ...words])
  if (code !== 0) throw readRefusal(stderr)
  return stdout === '' ? undefined : (JSON.parse(stdout) as unknown)
}

function readRefusal(stderr: string): Error {
  const [, status, error = '', message = '', lines = ''] =
    /^gm-mock: (\d{3}) (\w+): (.*)\n((?: {2}.*\n)*)$/.exec(stderr) ?? []
  if (status === undefined) return new Error(`the command failed in another way: ${stderr}`)
  const problems = [...lines.matchAll(/^ {2}(?:(\/\S*) )?(.*)$/gm)].map(([, path = '', text = '']) => ({
    path,
    message: text,
  }))
  return new AdminError(Number(status), error, message, problems)
}
