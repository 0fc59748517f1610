import { readFileSync } from 'node:fs'
import { build } from 'esbuild'

/**
 * Puts the command and the library into a few files, together with the dependencies that consist of hundreds of small
 * ones: opening those files was a third of a start.
 */
const joined = ['@sinclair/typebox', 'jose']
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

await build({
  entryPoints: ['build/src/main.js', 'build/src/index.js', 'build/src/testkit.js'],
  outdir: 'build/bundle',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: Object.keys(dependencies).filter((name) => !joined.includes(name)),
  logLevel: 'warning',
})
