import { startProgress, type ProgressTerminal } from './progress.ts'

/** Shows that a mock is waited for, until the work ends. */
export async function showWaiting<Result>(
  terminal: ProgressTerminal,
  url: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const progress = startProgress(terminal)
  progress.show(`waiting for ${url}`)
  return work().finally(progress.end)
}
