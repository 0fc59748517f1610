import { readdirSync } from 'node:fs'

/** The files that the tests are to cover, whichever test runs: all of src, and nothing of the tests themselves. */
export default function listCovered() {
  return readdirSync('src', { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file}`)
}
