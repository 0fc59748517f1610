import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import type { Files } from './documents.ts'
import { apiToken, ids } from './services.ts'

const commands = 'start exec env admin verify-as replay dpop cert init validate config healthcheck'.split(' ')

interface Workshop {
  readonly main: string
  readonly baseUrl: string
  readonly workshop: string
}

/** Writes down help and exit codes of command lines, good and wrong, and what they print that is no text for people. */
export async function recordCommandLines(
  { main, baseUrl, workshop }: Workshop,
  { calls, words }: Files,
): Promise<void> {
  const record = async (line: readonly string[], input?: string): Promise<void> => {
    const { exitCode, stdout, stderr } = await runCommand(main, line, input)
    const subject = `gm-mock ${line
      .join(' ')
      .replace(/--port \d{4,}/, '--port 0')
      .replace(process.execPath, 'node')}`
    calls.write(subject, 'exit code', exitCode)
    if (stdout.startsWith('{')) calls.write(subject, 'stdout', stdout)
    else words.write(subject, 'stdout', stdout)
    words.write(subject, 'stderr', stderr)
  }
  const broken = join(workshop, 'broken.yaml')
  await writeFile(broken, 'services: [{ serviceId: 1, clients: [{}] }]')
  const har = join(workshop, 'calls.har')
  await writeFile(har, writeHar())
  for (const line of [['--help'], ['--version'], ['help'], ...commands.map((name) => [name, '--help'])]) {
    await record(line)
  }
  const at = ['--base-url', baseUrl]
  const gm = JSON.stringify({ gmAction: 'QUERY', accessToken: 'none' })
  await record(['help', 'admin', 'mint-token'])
  await record(['admin', 'mint-token', '--help'])
  for (const line of wrongLines) await record(line.split(' '))
  await record(['config', '--format', 'json', '--port', '1'])
  await record(['validate', join(workshop, 'world.json')])
  await record(['validate', broken])
  await record(['validate', broken, join(workshop, 'absent.yaml')])
  await record(['validate', '-'], '{"services":[]}')
  await record(['start', '--fixtures', broken])
  await record(['start', '--data', join(workshop, 'absent', 'file.sqlite')])
  await record(['healthcheck', '--port', new URL(baseUrl).port])
  await record(['admin', 'list-services', ...at])
  await record(['admin', 'get-service', ids.bare, ...at])
  await record(['admin', 'get-service', '999', ...at])
  await record(['admin', 'explain', ids.whole, gm, ...at])
  await record(['admin', 'explain', ids.whole, '{"gmAction":1}', ...at])
  await record(['admin', 'explain', ids.whole, '{', ...at])
  await record(['admin', 'advance-clock', ids.bare, '-', ...at], '{"seconds":1}')
  await record(['replay', har, '--api-token', apiToken, ...at])
  await record(['replay', broken, '--api-token', apiToken, ...at])
  await record(['env', '--format', 'json', '--service-id', ids.whole, ...at])
  await record(['exec', '--', process.execPath, '--eval', 'process.exit(3)'])
  await record(['exec', '--', process.execPath, '--eval', 'console.log("{}")'])
  await record(['init', join(workshop, 'made.json')])
  await record(['init', join(workshop, 'made.json')])
}

const wrongLines = [
  'strat',
  'start --prt 1',
  'start --port x',
  'start --log-level loud --port -1',
  'start extra',
  'start --frozen-time yesterday',
  'start --fixtures /nowhere/fixtures.yaml',
  'config --format xml',
  'admin',
  'admin list-servces',
  'admin get-service',
  'admin list-services --base-url http://127.0.0.1:1',
  'healthcheck --port 1',
  'replay /nowhere/calls.har',
  'dpop',
  'dpop --uri https://rs.example.com --break nothing',
  'dpop --uri https://rs.example.com --now never',
  'cert --break nothing',
  'exec',
  'exec -- /nowhere/command',
  'verify-as not-a-url',
  'verify-as http://127.0.0.1:1 --base-url http://127.0.0.1:1',
  'env --base-url http://127.0.0.1:1',
  'validate',
  'help nothing',
]

function writeHar(): string {
  return JSON.stringify({ log: { version: '1.2', entries: [writeEntry('A277101'), writeEntry('A000000')] } })
}

function writeEntry(resultCode: string): object {
  return {
    request: {
      method: 'POST',
      url: `http://elsewhere.example/api/${ids.whole}/gm`,
      postData: { mimeType: 'application/json', text: '{}' },
    },
    response: { status: 200, content: { text: JSON.stringify({ resultCode, action: 'CALLER_ERROR' }) } },
  }
}
