/** The exit code of a command line, a variable or a file that cannot be used. */
export const usageError = 2
