/** The exit code of a command that failed. */
export const failed = 1

/** The exit code for an invalid command line, variable or file. */
export const usageError = 2

/** The exit code of a run that was not finished, because a server stopped answering. */
export const notFinished = 3

/** Ends a command with a message for the user and an exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode: number = failed) {
    super(message)
    this.exitCode = exitCode
  }
}
