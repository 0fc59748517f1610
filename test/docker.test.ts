import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { subcommands } from '../src/cli/subcommands.ts'
import { settings } from '../src/config/config.ts'

interface ComposeService {
  readonly environment: Readonly<Record<string, string>>
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>
  readonly volumes: Readonly<Record<string, unknown>>
}

interface Instruction {
  readonly keyword: string
  readonly value: string
}

const root = process.cwd()
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** The instructions of every stage, comments and line continuations resolved. */
function readStages(text: string): readonly (readonly Instruction[])[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
  const instructions = lines.flatMap((line) => {
    const [, keyword = '', value = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    return keyword === '' ? [] : [{ keyword, value }]
  })
  const begins = instructions.flatMap(({ keyword }, index) => (keyword === 'FROM' ? [index] : []))
  return begins.map((begin, context) => instructions.slice(begin, begins[context + 1]))
}

const stages = readStages(read('Dockerfile'))
const final = stages.at(-1) ?? []
const compose = parse(read('docker-compose.yml')) as Compose
const authlete = compose.services['authlete'] as ComposeService

const valuesOf = (keyword: string, context = final): readonly string[] =>
  context.filter((one) => one.keyword === keyword).map(({ value }) => value)

/** The values of the exec form, such as `["node", "main.js"]`. */
const execForm = (text = ''): readonly string[] => JSON.parse(text.slice(text.indexOf('['))) as string[]

function readVariables(): Readonly<Record<string, string>> {
  const words = valuesOf('ENV').flatMap((value) => value.split(/\s+/))
  return Object.fromEntries(words.map((word) => word.split('=', 2)))
}

t.test('every variable in Dockerfile and compose file is a setting with a value that it takes', async (t) => {
  const given = { ...readVariables(), ...authlete.environment }
  const ours = Object.entries(given).filter(([name]) => name.startsWith('GM_MOCK_'))
  t.ok(ours.length > 0)
  for (const [name, value] of ours) {
    const setting = settings.find(({ environment }) => environment === name)
    t.match(setting?.read(value), { value: /./ }, `${name}=${value}`)
  }
})

t.test('the image listens beyond loopback and the compose file publishes on loopback only', async (t) => {
  t.equal(readVariables()['GM_MOCK_HOST'], '0.0.0.0')
  const port = settings.find(({ name }) => name === 'port')?.fallback
  t.same(valuesOf('EXPOSE'), [String(port)])
  t.same(authlete.ports, [`127.0.0.1:${port}:${port}`])
})

t.test('the image runs as a user that is not root and that owns the volume', async (t) => {
  t.same(valuesOf('USER'), ['node'])
  t.same(valuesOf('VOLUME'), ['/data'])
  t.match(valuesOf('RUN').join(), /chown node:node \/data/)
  const names = final.map(({ keyword }) => keyword)
  t.ok(names.lastIndexOf('RUN') < names.indexOf('VOLUME'), 'a change after VOLUME would be lost')
  const making = final.findIndex(({ keyword, value }) => keyword === 'RUN' && value.includes('mkdir /data'))
  t.ok(making >= 0 && making < names.indexOf('USER'), 'only root can make the folder')
})

t.test('the database of the compose file lies in a named volume', async (t) => {
  t.equal(authlete.environment['GM_MOCK_DATA'], '/data/gm-mock.sqlite')
  const names = Object.keys(compose.volumes)
  t.same(
    authlete.volumes,
    names.map((name) => `${name}:/data`),
  )
})

t.test('what the image runs exists, and its subcommands are those of gm-mock', async (t) => {
  const entry = execForm(valuesOf('ENTRYPOINT')[0])
  const probe = execForm(valuesOf('HEALTHCHECK')[0])
  const [, file = ''] = entry
  t.ok(existsSync(join(root, file)), file)
  t.same(probe.slice(0, -1), entry)
  const known = subcommands.map(({ name }) => name)
  for (const subcommand of [...execForm(valuesOf('CMD')[0]), ...probe.slice(-1)]) {
    t.ok(known.includes(subcommand), subcommand)
  }
})

t.test('everything that is copied exists, and .dockerignore lets it through', async (t) => {
  const admitted = read('.dockerignore').split('\n')
  for (const context of stages) {
    for (const value of valuesOf('COPY', context)) {
      const isBuilt = value.startsWith('--from=build ')
      const sources = value.replace('--from=build ', '').split(' ').slice(0, -1)
      for (const source of sources) {
        const path = source.replace(/^\/app\//, '')
        t.ok(existsSync(join(root, path)), path)
        if (!isBuilt) t.ok(admitted.includes(`!${path}`), `${path} is not ignored`)
      }
    }
  }
})

t.test('no stage needs a compiler, and only production packages leave the build', async (t) => {
  const [build = []] = stages
  t.equal(stages.length, 2)
  t.match(valuesOf('RUN', build).join('\n'), /npm ci --ignore-scripts\n.*npm prune --omit=dev/)
  t.notMatch(stages.flatMap((context) => valuesOf('RUN', context)).join('\n'), /apt-get|g\+\+|make|python/)
  t.notMatch(valuesOf('RUN').join('\n'), /npm/)
})

t.test('the Node.js of the image is of the line that the project pins', async (t) => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } }
  const [line] = devDependencies.node.split('.')
  t.match(devDependencies.node, /^\d+\.\d+\.\d+$/, 'an exact version')
  for (const context of stages) t.match(valuesOf('FROM', context), [new RegExp(`^node:${line}-`)])
})
