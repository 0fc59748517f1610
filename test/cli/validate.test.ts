import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseText, textLimits } from '../../src/fixtures/text.ts'
import { startMock } from '../../src/index.ts'
import { run } from './run.ts'

const broken = `services:
  - serviceId: '1'
    mock: &settings
      replayCheck: maybe
    tokens:
      - accessToken: one
        expiresAt: tomorrow
        scope: openid
      - accessToken: one
        grantId: nowhere
  - serviceId: '2'
    mock: *settings
    ? [a, key]
    : 1
    a/b: { ~x: 1 }
    apiTokens:
      - rights: [ADMIN]
    issuer: 5
`

t.test('files that are valid are named, and the exit code is 0', async (t) => {
  const directory = t.testdir({ 'a.yaml': 'services: []', 'b.json': '{"services":[]}' })
  const [a, b] = ['a.yaml', 'b.json'].map((name) => join(directory, name)) as [string, string]
  t.strictSame(await run(['validate', a, b]), {
    code: 0,
    stdout: `${a} is valid.\n${b} is valid.\n`,
    stderr: '',
  })
})

t.test('every problem of every file is listed with its line and its path', async (t) => {
  const directory = t.testdir({ 'a.yaml': 'services: []', 'b.yaml': broken })
  const [a, b] = ['a.yaml', 'b.yaml'].map((name) => join(directory, name)) as [string, string]
  const { code, stdout, stderr } = await run(['validate', b, a])
  t.equal(code, 1)
  t.equal(stderr, '')
  t.strictSame(stdout.split('\n'), [
    `${b}:4: /services/0/mock/replayCheck must be boolean`,
    `${b}:7: /services/0/tokens/0/expiresAt must be epoch milliseconds, an ISO date-time, or a time such as "now + 30m"`,
    `${b}:8: /services/0/tokens/0/scope is not a known member. Did you mean scopes?`,
    `${b}:9: /services/0/tokens/1/accessToken is given twice`,
    `${b}:10: /services/0/tokens/1/grantId names a grant that nothing of this service declares`,
    `${b}:17: /services/1/apiTokens/0 needs apiToken or apiTokenSha256`,
    `${b}:18: /services/1/issuer must be string`,
    `${a} is valid.`,
    '',
  ])
})

t.test(
  'what cannot be read as YAML is told with its place, and what lacks all with its first line',
  async (t) => {
    const cut = await run(['validate', '-'], { input: 'services: [' })
    t.equal(cut.code, 1)
    t.match(cut.stdout, /^standard input: Flow sequence .* at line 1, column 12\n$/)
    const empty = await run(['validate', '-'], { input: '\n\n{}' })
    t.strictSame([empty.code, empty.stdout], [1, 'standard input:3: /services is missing\n'])
    const keyed = await run(['validate', '-'], { input: '\nservices: []\n? [a, b]\n: 1' })
    t.strictSame([keyed.code, keyed.stdout], [1, 'standard input:2: /[ a, b ] is not a known member\n'])
    const nothing = await run(['validate', '-'])
    t.strictSame([nothing.code, nothing.stdout], [1, 'standard input:1: must be object\n'])
  },
)

t.test('members that look misspelt are told, and are no problem', async (t) => {
  const input = `services:
  - serviceId: '1'
    isuer: https://as.example.com
    ourOwnThing: 1
    hsks: []
    clients:
      - clientId: 1
        clientNmae: one
        dpopRequired: true
        client/Name: two
`
  t.strictSame(await run(['validate', '-'], { input }), {
    code: 0,
    stdout: 'standard input is valid.\n',
    stderr:
      'standard input:3: /services/0/isuer is kept, but not known. Did you mean issuer?\n' +
      'standard input:8: /services/0/clients/0/clientNmae is kept, but not known. Did you mean clientName?\n' +
      'standard input:10: /services/0/clients/0/client~1Name is kept, but not known. Did you mean clientName?\n',
  })
})

t.test('with --strict, warnings are problems, in the order of their lines', async (t) => {
  const strictly = (input: string) => run(['validate', '--strict', '-'], { input })
  t.strictSame(await strictly("services:\n  - serviceId: '1'\n    hsmEnabled: true\n    isuer: x\n"), {
    code: 1,
    stdout:
      'standard input:3: /services/0/hsmEnabled has no effect here. Hardware keys (hsk/*) are not here.\n' +
      'standard input:4: /services/0/isuer is kept, but not known. Did you mean issuer?\n',
    stderr: '',
  })
  const both = await strictly("services:\n  - serviceId: '1'\n    jwks: nonsense\n    isuer: x\n")
  t.strictSame([both.code, both.stderr], [1, ''])
  t.match(both.stdout, /^standard input:3: \/services\/0\/jwks must be .*\nstandard input:4: .* known\..*\n$/)
  const clean = { code: 0, stdout: 'standard input is valid.\n', stderr: '' }
  t.strictSame(await strictly('services: []'), clean)
})

t.test('what looks misspelt is told in the same round as the problems', async (t) => {
  const input = "services:\n  - serviceId: '1'\n    isuer: x\n    jwks: nonsense\n"
  const { code, stdout, stderr } = await run(['validate', '-'], { input })
  t.equal(code, 1)
  t.match(stdout, /^standard input:4: \/services\/0\/jwks must be a JWK set as JSON text/)
  t.match(stderr, /^standard input:3: \/services\/0\/isuer is kept, but not known/)
})

t.test('a file in another encoding is told by the name of that', async (t) => {
  const directory = t.testdir()
  const [wide, latin] = ['wide.yaml', 'latin.json'].map((name) => join(directory, name)) as [string, string]
  writeFileSync(wide, Buffer.from('\uFEFFservices: []', 'utf16le'))
  writeFileSync(latin, Buffer.from('{"services": [],\n"$schema": "Grüße"}', 'latin1'))
  const { code, stdout } = await run(['validate', wide, latin])
  t.equal(code, 1)
  t.strictSame(stdout.split('\n'), [
    `${wide}: is UTF-16; fixtures are UTF-8`,
    `${latin}: is not UTF-8: the octet 0xFC at line 2 looks like Latin-1 (ISO 8859-1) or Windows-1252; fixtures are UTF-8`,
    '',
  ])
  await t.rejects(startMock({ fixtures: wide }), {
    message: /cannot be used:\n {2}is UTF-16; fixtures are UTF-8/,
  })
})

t.test('properties without effect are told, and are no problem', async (t) => {
  const input = `services:
  - serviceId: '1'
    hsmEnabled: true
    nativeSsoSupported: false
    clients:
      - clientId: 1
        entityId: https://rp.example.com
`
  t.strictSame(await run(['validate', '-'], { input }), {
    code: 0,
    stdout: 'standard input is valid.\n',
    stderr:
      'standard input:3: /services/0/hsmEnabled has no effect here. Hardware keys (hsk/*) are not here.\n' +
      'standard input:7: /services/0/clients/0/entityId has no effect here. OpenID Federation is not here.\n',
  })
})

t.test('a file that is not there ends with exit code 2, after the others were checked', async (t) => {
  const missing = join(t.testdir(), 'missing.yaml')
  const { code, stdout, stderr } = await run(['validate', missing, '-'], { input: 'services: 5' })
  t.equal(code, 2)
  t.equal(stderr, `gm-mock: there is no file ${missing}\n`)
  const folder = await run(['validate', t.testdir()])
  t.match(folder, { code: 2, stderr: /cannot be read: EISDIR/ })
  t.equal(stdout, 'standard input:1: /services must be array\n')
})

t.test('without a file there is nothing to check', async (t) => {
  const { code, stderr } = await run(['validate'])
  t.equal(code, 2)
  t.match(stderr, "missing required argument 'files'")
})

const chain = (length: number) =>
  Array.from({ length }, (_, index) => `- &a${index} [${index === 0 ? '' : `*a${index - 1}`}]\n`).join('')
const bomb = `- &a0 [x]\n${Array.from({ length: 9 }, (_, index) => `- &a${index + 1} [${`*a${index},`.repeat(9)}]\n`).join('')}`

t.test('text without bound, and text that contains itself, is one line and no more', async (t) => {
  for (const [input, message] of [
    ['['.repeat(200_000), 'nests deeper than 64 levels'],
    ['{"a":'.repeat(200_000), 'nests deeper than 64 levels'],
    ['- '.repeat(200_000), 'nests deeper than 64 levels'],
    ['? '.repeat(200_000), 'nests deeper than 64 levels'],
    [chain(100), 'nests deeper than 64 levels'],
    [chain(1002), 'has more than 1000 aliases'],
    [`#${' '.repeat(8 * 1_048_576)}`, 'is longer than 8388608 octets'],
    ['services: &all\n  - *all\n', 'refers to itself'],
    ['&all\nservices: []\nother: { more: *all }\n', 'refers to itself'],
    [bomb, 'cannot be read: Excessive alias count indicates a resource exhaustion attack'],
  ] as const) {
    const { code, stdout, stderr } = await run(['validate', '-'], { input })
    t.match(stdout, /^standard input(:\d)?: .*\n$/)
    t.equal(stdout.replace(/^standard input(:\d)?: /, ''), `${message}\n`)
    t.strictSame([code, stderr], [1, ''])
  }
})

t.test('text of too many pieces is read no further', async (t) => {
  t.equal(textLimits.pieces, 4_000_000)
  t.strictSame(parseText(`[${','.repeat(1000)}`, { ...textLimits, pieces: 1000 }), {
    errors: ['has more than 1000 pieces, such as words and brackets'],
  })
})
