import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import { startMock } from '../../../src/index.ts'
import { runMock, spawnCovered, type Running } from '../child.ts'
import { run } from '../run.ts'

const worldOf = (...names: readonly string[]) =>
  names
    .map((name, index) => `  - serviceId: '${index + 1}'\n    serviceName: ${name}\n`)
    .reduce((text, service) => text + service, 'services:\n')

/** Resolves with the match as soon as a process has said it. */
function says({ child, stdout }: Running, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = pattern.exec(stdout())
      if (found !== null) resolve(found)
    }
    child.stdout?.on('data', look)
    look()
  })
}

async function nameOf(baseUrl: string, serviceId = '1'): Promise<unknown> {
  const response = await fetch(`${baseUrl}/_mock/services/${serviceId}`)
  return ((await response.json()) as Readonly<Record<string, unknown>>)['serviceName']
}

t.test('with --watch, what changes in the file is applied, however an editor saves it', async (t) => {
  const file = join(t.testdir(), 'world.yaml')
  await writeFile(file, worldOf('one', 'untouched'))
  const mock = spawnCovered(t, ['--port', '0', '--fixtures', file, '--watch'])
  const baseUrl = await mock.ready()
  await fetch(`${baseUrl}/_mock/services/2`, {
    method: 'PATCH',
    body: '{"serviceName":"by hand"}',
    headers: { 'content-type': 'application/json' },
  })

  await writeFile(file, worldOf('written over', 'untouched'))
  await says(mock, /service 1 was reset to its fixture, which has changed/)
  t.equal(await nameOf(baseUrl), 'written over')

  await writeFile(`${file}.new`, worldOf('renamed', 'untouched', 'another'))
  await rename(`${file}.new`, file)
  await says(mock, /service 3 was created from its fixture/)
  t.equal(await nameOf(baseUrl), 'renamed')

  await rm(file)
  await says(mock, /cannot be used:\s+ENOENT/)
  t.equal(await nameOf(baseUrl), 'renamed')
  await writeFile(file, worldOf('back again', 'untouched', 'another'))
  await says(mock, /(?:was reset to its fixture[^]*){3}/)
  t.equal(await nameOf(baseUrl), 'back again')
  t.equal(await nameOf(baseUrl, '2'), 'by hand', 'what has not changed is left as it is')
  t.equal(mock.stdout().match(/was reset to/g)?.length, 3)
})

t.test('a broken file is told with line and path, and changes nothing', async (t) => {
  const file = join(t.testdir(), 'world.yaml')
  await writeFile(file, worldOf('one'))
  const mock = spawnCovered(t, ['--port', '0'], { GM_MOCK_FIXTURES: file, GM_MOCK_WATCH: 'true' })
  const baseUrl = await mock.ready()
  await writeFile(file, `${worldOf('two')}    dpopNonceDuration: long\n    clock: { mode: frozn }\n`)
  await says(mock, /Nothing was changed/)
  for (const line of [
    `${file}:4: /services/0/dpopNonceDuration must be integer`,
    `${file}:5: /services/0/clock/mode must be one of real, frozen, offset. Did you mean frozen?`,
  ]) {
    t.ok(mock.stdout().includes(line), line)
    t.equal(mock.stdout().split(line).length, 2, 'once')
  }
  t.equal(await nameOf(baseUrl), 'one')
  const reapplied = await run(['reapply', '--base-url', baseUrl])
  t.equal(reapplied.code, 1)
  t.match(reapplied.stderr, `400 fixtures_unusable: The fixtures (${file}) cannot be used:`)
  t.match(reapplied.stderr, `${file}:4: /services/0/dpopNonceDuration must be integer`)
  t.equal(reapplied.stderr.match(/dpopNonceDuration/g)?.length, 1)

  await writeFile(file, 'services: [')
  await says(mock, /cannot be used:[^]*cannot be used:[^]*at line 1[^]*Nothing was changed/)
  await writeFile(file, worldOf('mended'))
  await says(mock, /service 1 was reset/)
  t.equal(await nameOf(baseUrl), 'mended')
})

t.test('a broken file at a start is told with its lines too', async (t) => {
  const file = join(t.testdir(), 'world.yaml')
  await writeFile(file, `${worldOf('one')}    dpopNonceDuration: long\n`)
  const { code, stderr } = await run(['--port', '0', '--fixtures', file])
  t.equal(code, 2)
  t.equal(
    stderr,
    `gm-mock: The fixtures (${file}) cannot be used:\n  ${file}:4: /services/0/dpopNonceDuration must be integer\n`,
  )
})

t.test('gm-mock reapply says what became of every service', async (t) => {
  const file = join(t.testdir(), 'world.yaml')
  await writeFile(file, worldOf('one', 'two'))
  const mock = await startMock({ fixtures: file })
  t.teardown(() => mock.close())
  const environment = { GM_MOCK_URL: mock.baseUrl }
  await writeFile(file, `${worldOf('changed')}  - serviceId: '3'\n`)
  t.strictSame(await run(['reapply'], { environment }), {
    code: 0,
    stdout:
      'service 1: changed, reset to its fixture\nservice 3: new, created\nservice 2: no longer in the fixtures, left as it is\n',
    stderr: '',
  })
  t.match((await run(['reapply'], { environment })).stdout, /^service 1: unchanged, left as it is\n/)
  await writeFile(file, 'services: []')
  await Promise.all(['1', '2', '3'].map((serviceId) => mock.admin.deleteService(serviceId)))
  t.equal((await run(['reapply'], { environment })).stdout, 'The fixtures have no services.\n')
})

t.test('a start with changed fixtures says that they are not applied, and how they are', async (t) => {
  const folder = t.testdir()
  const [file, data] = [join(folder, 'world.yaml'), join(folder, 'mock.db')]
  await writeFile(file, worldOf('one', 'two'))
  const start = async (...more: readonly string[]) => {
    const mock = spawnCovered(t, ['--port', '0', '--fixtures', file, '--data', data, ...more])
    const baseUrl = await mock.ready()
    const name = await nameOf(baseUrl)
    await fetch(`${baseUrl}/_mock/services/2`, {
      method: 'PATCH',
      body: '{"serviceName":"by hand"}',
      headers: { 'content-type': 'application/json' },
    })
    mock.child.kill('SIGTERM')
    await mock.exit
    return { name, log: mock.stdout() }
  }
  t.notMatch((await start()).log, /already/)
  const same = await start()
  t.match(same.log, /service 1 is in the data file already; its fixture was not applied again/)
  t.notMatch(same.log, /has changed/)
  await writeFile(file, worldOf('changed', 'two'))
  const kept = await start()
  t.equal(kept.name, 'one')
  t.match(
    kept.log,
    /WARN.*service 1 is in the data file already; its fixture was not applied, and has changed since it was\. To reset the service to it: start with --reapply, or run gm-mock reapply\./,
  )
  t.match(kept.log, /service 2 is in the data file already; its fixture was not applied again/)
  const reapplied = await start('--reapply')
  t.equal(reapplied.name, 'changed')
  t.match(
    reapplied.log,
    /service 1 is in the data file already; it was reset to its fixture, which has changed/,
  )
  const after = await start('--reapply')
  t.match(after.log, /service 1 is in the data file already; its fixture was not applied again/)
  const mock = await startMock({ data, fixtures: file, reapply: true })
  t.teardown(() => mock.close())
  t.match(await mock.admin.getService('2'), { serviceName: 'by hand' })
})

t.test('--watch without a file to watch is refused', async (t) => {
  const refusal = { code: 2, stderr: 'gm-mock: --watch needs --fixtures, the file to watch.\n' }
  t.match(await runMock(t, ['--port', '0', '--watch']), refusal)
  t.match(await run(['--port', '0'], { environment: { GM_MOCK_WATCH: 'true' } }), refusal)
  await t.rejects(
    startMock({ watch: true, fixtures: { services: [] } }),
    new TypeError('startMock cannot use these options: watch needs fixtures to be the path of a file'),
  )
})

t.test('startMock watches a file too, until the mock is closed', async (t) => {
  const file = join(t.testdir(), 'world.yaml')
  await writeFile(file, worldOf('one'))
  const mock = await startMock({ fixtures: file, watch: true })
  await writeFile(file, worldOf('two'))
  while ((await mock.admin.getService('1'))['serviceName'] !== 'two') await nextTurn()
  await mock.close()
  await writeFile(file, worldOf('three'))
  t.pass('nothing reads a file for a mock that is closed')
})
