import t, { type Test } from 'tap'
import { startMock } from '../src/index.ts'
import { spawnMock } from './cli/child.ts'
import { startOfTests } from './support/mock.ts'
import { runEverything, type Recorded } from './support/repeatable-run.ts'

const frozenTime = new Date(startOfTests).toISOString()

async function runInProcess(t: Test, randomSeed: string): Promise<readonly Recorded[]> {
  const mock = await startMock({ randomSeed, frozenTime, listens: false })
  t.teardown(() => mock.close())
  return runEverything(mock)
}

async function runCommand(t: Test, randomSeed: string): Promise<readonly Recorded[]> {
  const args = ['--port', '0', '--random-seed', randomSeed, '--frozen-time', frozenTime]
  return runEverything({ baseUrl: await spawnMock(t, args).ready(), fetch })
}

/** The result codes of Authlete's APIs in the order of the calls. */
const course = [
  'A245001 A004001 A040001',
  'A254307 A050001 A254307 A053001',
  'A281311 A277001 A056001 A277001 A283301',
  'A277001 A277001 A277001',
].join(' ')

t.test('with a seed and a frozen clock a whole run repeats byte for byte', async (t) => {
  const first = await runInProcess(t, 'seed')
  const codes = first.flatMap(({ call, body }) =>
    call.includes('/api/') ? (/"A\d{6}"/.exec(body) ?? []) : [],
  )
  t.equal(codes.map((code) => code.slice(1, -1)).join(' '), course, 'every call came to what it was made for')
  t.strictSame(await runInProcess(t, 'seed'), first)
})

t.test('the command repeats a run as the library does', async (t) => {
  const first = await runCommand(t, 'seed')
  t.strictSame(await runCommand(t, 'seed'), first)
})

t.test('with another seed everything that is drawn differs', async (t) => {
  const [first, other] = await Promise.all(['seed', 'other'].map((seed) => runInProcess(t, seed)))
  const drawn =
    /"(?:serviceId|serviceToken|ticket|accessToken|refreshToken|grantId|idToken|dpopNonce)":"([^"]+)"/g
  const draw = (answers: readonly Recorded[] = []) =>
    answers.flatMap(({ body }) => [...body.matchAll(drawn)].map(([, value]) => value))
  t.ok(draw(first).length > 20)
  const others = new Set(draw(other))
  t.strictSame(
    draw(first).filter((value) => others.has(value)),
    [],
  )
})
