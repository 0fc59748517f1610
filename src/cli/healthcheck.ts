import type { Config } from '../config.ts'
import { reachableUrl } from '../reachable-url.ts'

const timeout = 2000

/** Asks the mock of this configuration whether it is ready. Sets exit code 0 or 1; needs neither curl nor a shell. */
export async function healthcheck({ host, port }: Config): Promise<void> {
  const url = `${reachableUrl(host, port)}/readyz`
  const failure = await findFailure(url)
  if (failure === undefined) return
  process.stderr.write(`gm-mock: ${url} ${failure}\n`)
  process.exitCode = 1
}

async function findFailure(url: string): Promise<string | undefined> {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(timeout) })
    return status === 200 ? undefined : `answered ${status}`
  } catch {
    return 'does not answer'
  }
}
