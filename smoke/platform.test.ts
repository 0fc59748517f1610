import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { spawnProgram } from '../test/cli/child.ts'
import { installMock, packMock, plainly } from './install.ts'
import { makeCalls } from './calls.ts'

const calls = 20_000

/** The lines of Node.js that the packed mock must live on, and the oldest version of all. */
const lines = ['22.14.0', '22', '24', '26']

/** Collects garbage while calls are made: a finaliser that runs at the wrong moment ends the process. */
const collect = 'setInterval(() => globalThis.gc(), 250).unref()'

const folder = t.testdir()
const tarball = packMock(folder)

for (const line of lines) {
  t.test(`the packed mock lives on Node.js ${line}`, async (t) => {
    const { node, version, command } = installMock(folder, tarball, line)
    const collector = join(folder, 'collect.mjs')
    writeFileSync(collector, collect)
    const settings = ['--port', '0', '--log-level', 'info']
    const running = spawnProgram(
      t,
      plainly(node, '--expose-gc', '--import', collector, command, 'start', ...settings),
    )
    const made = await makeCalls(await running.ready(), calls)
    running.child.kill('SIGTERM')
    t.equal(await running.exit, 0)
    t.equal(running.stderr(), '')
    t.ok(made >= calls, `${made} calls on Node.js ${version}`)
  })
}

t.test('an older Node.js is refused in one line, by the command and by the library', async (t) => {
  const { node, version, command, folder: project } = installMock(folder, tarball, '20')
  const problem = `Node.js ${version} is too old. Use Node.js 22.14 or later; of the line 23, 23.6 or later.\n`
  const { exit, stderr } = spawnProgram(t, plainly(node, command))
  t.equal(await exit, 2)
  t.equal(stderr(), `gm-mock: ${problem}`)
  const script = join(project, 'start.mjs')
  writeFileSync(
    script,
    "import { startMock } from 'authlete-gm-mock'\nstartMock().catch(({ message }) => console.log(message))",
  )
  const library = spawnProgram(t, plainly(node, script))
  t.equal(await library.exit, 0)
  t.equal(library.stdout(), problem)
})
