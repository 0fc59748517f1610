import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import type { GmRequest } from '../../schema/gm.ts'
import { referToSchema } from '../../src/cli/commands/init.ts'
import { startMock } from '../../src/index.ts'
import { run } from './run.ts'

const query: GmRequest = { accessToken: 'my-access-token', gmAction: 'QUERY', grantId: 'my-grant' }

for (const name of ['world.yaml', 'world.json']) {
  t.test(`init writes ${name}, which is valid and a good beginning`, async (t) => {
    const file = join(t.testdir(), name)
    t.strictSame(await run(['init', file]), {
      code: 0,
      stdout: `Wrote ${file}. Start with it: npx gm-mock --fixtures ${file}\n`,
      stderr: '',
    })
    t.strictSame(await run(['validate', file]), { code: 0, stdout: `${file} is valid.\n`, stderr: '' })
    t.match(readFileSync(file, 'utf8'), 'http://127.0.0.1:4277/_mock/schema/fixtures')
    const mock = await startMock({ fixtures: file })
    t.teardown(() => mock.close())
    const [service] = mock.services
    t.equal(service?.serviceToken, 'my-service-token')
    const answer = await mock.admin.explain(service?.serviceId ?? '', query)
    t.equal(answer.response['action'], 'OK')
    const expired = await mock.admin.explain(service?.serviceId ?? '', {
      ...query,
      accessToken: 'my-expired-token',
    })
    t.equal(expired.response['action'], 'UNAUTHORIZED')
  })
}

t.test('a file that is there is left alone unless that is asked for', async (t) => {
  const file = join(t.testdir({ 'world.yaml': 'mine' }), 'world.yaml')
  const refused = await run(['init', file])
  t.equal(refused.code, 2)
  t.equal(
    refused.stderr,
    `gm-mock: ${file} is there already. Give another name, or --force to write over it.\n`,
  )
  t.equal(readFileSync(file, 'utf8'), 'mine')
  t.equal((await run(['init', '--force', file])).code, 0)
  t.notSame(readFileSync(file, 'utf8'), 'mine')
})

t.test('a place that cannot be written to is named', async (t) => {
  const file = join(t.testdir(), 'no', 'such', 'folder.yaml')
  const { code, stderr } = await run(['init', file])
  t.equal(code, 2)
  t.match(stderr, `gm-mock: ${file} cannot be written: ENOENT`)
})

t.test('a file above the package names the schema of the package', async (t) => {
  const file = 'gm-mock-init-test.yaml'
  writeFileSync(file, '')
  t.teardown(() => import('node:fs').then(({ rmSync }) => rmSync(file)))
  const { code } = await run(['init', '--force', file])
  t.equal(code, 0)
  const text = readFileSync(file, 'utf8')
  t.match(text, /^# yaml-language-server: \$schema=\.\/fixtures\/fixtures\.schema\.json\n/)
  t.match(parse(text), { services: [{ serviceId: '1000000001' }] })
})

const installed = '/project/node_modules/authlete-gm-mock/fixtures/fixtures.schema.json'
const references = [
  ['/project/world.yaml', './node_modules/authlete-gm-mock/fixtures/fixtures.schema.json'],
  ['/project/test/world.yaml', '../node_modules/authlete-gm-mock/fixtures/fixtures.schema.json'],
  ['/project/packages/as/world.yaml', '../../node_modules/authlete-gm-mock/fixtures/fixtures.schema.json'],
  ['/other/world.yaml', 'http://127.0.0.1:4277/_mock/schema/fixtures'],
] as const
for (const [file, reference] of references) {
  t.test(`${file} names the schema of the package where it is installed in its project`, async (t) => {
    t.equal(referToSchema(file, installed), reference)
  })
}
