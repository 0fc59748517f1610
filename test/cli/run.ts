import { runCommand } from '../../src/cli/command.ts'

interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
  /** The width of the terminal; no terminal by default. */
  readonly columns?: number
}

/** Runs `gm-mock` in this process, in an environment of its own. */
export async function run(
  args: readonly string[],
  { environment = {}, input = '', columns }: Surroundings = {},
) {
  const text = { stdout: '', stderr: '' }
  const code = await runCommand(['node', 'gm-mock', ...args], {
    environment,
    columns,
    isColoured: false,
    input: (async function* () {
      yield Buffer.from(input)
    })(),
    print: (printed) => (text.stdout += printed),
    report: (reported) => (text.stderr += reported),
  })
  return { code, ...text }
}
