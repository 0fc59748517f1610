import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const limitMilliseconds = 90_000

/** Installs packages into a folder outside of this package, so that neither it nor its lock file knows them. */
export async function installPackages(folder: string, packages: readonly string[]): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel', 'error']
  await promisify(execFile)('npm', ['install', ...quiet, '--prefix', folder, ...packages], {
    cwd: folder,
    timeout: limitMilliseconds,
    // npm would take the settings of the package that runs the benchmark for its own.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOfOuterNpm(name))),
  })
}

const isOfOuterNpm = (name: string): boolean =>
  /^npm_(?:config_(?:local_)?prefix|package_|lifecycle_)/.test(name)

export function installedFile(folder: string, file: string): string {
  return join(folder, 'node_modules', file)
}
