import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A project outside of the repository that has the packed mock and a Node.js of its own. */
export interface Installation {
  readonly node: string
  readonly version: string
  readonly command: string
  readonly folder: string
}

/** Packs the repository as it would be published. Returns the path of the tarball. */
export function packMock(folder: string): string {
  runNpm(process.cwd(), 'pack', '--silent', '--pack-destination', folder)
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '')
}

/** Installs the tarball beside a Node.js of the given line, which the npm package `node` brings. */
export function installMock(parent: string, tarball: string, line: string): Installation {
  const folder = join(parent, `node-${line}`)
  mkdirSync(folder)
  const manifest = { private: true, type: 'module', allowScripts: { node: true } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  runNpm(folder, 'install', '--silent', '--no-audit', '--no-fund', tarball, `node@${line}`)
  const node = join(folder, 'node_modules', 'node', 'bin', 'node')
  const [shell = '', ...words] = plainly(node, '-p', 'process.versions.node')
  const version = execFileSync(shell, words).toString().trim()
  const command = join(folder, 'node_modules', 'authlete-gm-mock', 'build', 'bundle', 'main.js')
  return { node, version, command, folder }
}

/** The words of a shell that runs a program without what the runner of the tests puts into every process. */
export function plainly(...words: readonly string[]): readonly string[] {
  return ['sh', '-c', 'unset NODE_OPTIONS; exec "$0" "$@"', ...words]
}

/** Runs npm as a developer would, without what the npm that runs the tests passes on. Throws if it fails. */
export function runNpm(folder: string, ...words: readonly string[]): void {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))
  const [shell = '', ...args] = plainly('npm', ...words)
  try {
    execFileSync(shell, args, {
      cwd: folder,
      env: Object.fromEntries(own),
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  } catch (error) {
    const advice = 'Its message is above; an installation needs the registry of npm.'
    throw new Error(`npm ${words[0]} failed. ${advice}`, { cause: error })
  }
}
