/** Loads the command. The bundle has another module in place of this one, which keeps compiled code (`module-tables.mjs`). */
export async function loadCommand() {
  const { runCommand } = await import('./cli/command.ts')
  const { ownTerminal } = await import('./cli/terminal.ts')
  return { runCommand, ownTerminal, keepCode: () => undefined }
}
