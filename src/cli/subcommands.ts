import type { SubcommandEntry } from './subcommand.ts'

/** Every subcommand, in the order of the help text. The first is the default. */
// prettier-ignore
export const subcommands: readonly SubcommandEntry[] = [
  { name: 'start', summary: 'start the mock (the default)', load: async () => (await import('./commands/start.ts')).subcommand },
  { name: 'exec', summary: 'run a command, such as your tests, with a mock of its own', load: async () => (await import('./commands/exec.ts')).subcommand },
  { name: 'env', summary: 'print the environment for a server that calls a running mock', load: async () => (await import('./commands/env.ts')).subcommand },
  { name: 'admin', summary: 'call an admin operation: mint a token, read the journal, …', load: async () => (await import('./commands/admin.ts')).subcommand },
  { name: 'journal', summary: 'print the calls to a running mock, also as they happen', load: async () => (await import('./commands/journal.ts')).subcommand },
  { name: 'verify-as', summary: 'test an authorization server that calls a running mock', load: async () => (await import('./commands/verify-as.ts')).subcommand },
  { name: 'replay', summary: 'send the calls of a HAR file again, and compare the answers', load: async () => (await import('./commands/replay.ts')).subcommand },
  { name: 'dpop', summary: 'print a DPoP proof, valid or broken', load: async () => (await import('./commands/dpop.ts')).subcommand },
  { name: 'cert', summary: 'print a client certificate, its key and its thumbprint', load: async () => (await import('./commands/cert.ts')).subcommand },
  { name: 'init', summary: 'write fixtures to start from', load: async () => (await import('./commands/init.ts')).subcommand },
  { name: 'validate', summary: 'check fixtures; exit 0 or 1', load: async () => (await import('./commands/validate.ts')).subcommand },
  { name: 'reapply', summary: 'have a running mock read its fixtures again', load: async () => (await import('./commands/reapply.ts')).subcommand },
  { name: 'config', summary: 'print every setting and its origin', load: async () => (await import('./commands/config.ts')).subcommand },
  { name: 'healthcheck', summary: 'ask a running mock whether it is ready; exit 0 or 1', load: async () => (await import('./commands/healthcheck.ts')).subcommand },
]
