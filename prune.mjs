import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes the build agree with the sources: removes what an earlier build made of sources that are gone, so that no test
 * of yesterday runs, and has the compiler write all files again where one is missing.
 */
const made = /\.(?:d\.ts|js\.map|js)$/

for (const folder of ['bench', 'schema', 'scripts', 'smoke', 'src', 'test']) {
  const built = join('build', folder)
  for (const name of listFiles(built)) {
    const source = join(folder, name.replace(made, '.ts'))
    if (made.test(name) && !existsSync(source)) rmSync(join(built, name))
  }
  const isWhole = listFiles(folder).every(
    (name) => !name.endsWith('.ts') || existsSync(join(built, name.replace(/ts$/, 'js'))),
  )
  if (!isWhole) rmSync('build/tsconfig.tsbuildinfo', { force: true })
}

function listFiles(folder) {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }) : []
}
