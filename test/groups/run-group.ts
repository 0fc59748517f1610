import t from 'tap'
import { listTestFiles, type Group } from './groups.ts'

/** Runs the files of a group one after another in this process, each below a comment that names it. */
export async function runGroup(group: Group): Promise<void> {
  for (const file of listTestFiles(group)) {
    t.comment(`build/test/${file}`)
    await import(`../${file}`)
  }
}
