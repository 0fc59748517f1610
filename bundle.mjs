import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname } from 'node:path'
import { build } from 'esbuild'

/**
 * Puts the command and the library into a few files, together with the dependencies that consist of hundreds of small
 * ones: opening those files was a third of a start.
 *
 * A mock may run from these files and load some of them later. So a file is replaced as a whole, and the files of an
 * earlier build, whose names tell their content, stay until `--prune` is given.
 */
const folder = 'build/bundle'
const joined = ['@sinclair/typebox', 'jose']
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

const { outputFiles } = await build({
  entryPoints: ['build/src/main.js', 'build/src/index.js', 'build/src/testkit.js'],
  outdir: folder,
  bundle: true,
  splitting: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  external: Object.keys(dependencies).filter((name) => !joined.includes(name)),
  logLevel: 'warning',
})

for (const { path, contents } of outputFiles) replaceFile(path, contents)
// npx runs the command of this folder as it is; only what npm installs is made executable by npm.
chmodSync(`${folder}/main.js`, 0o755)
if (process.argv.includes('--prune')) removeOthers(outputFiles.map(({ path }) => basename(path)))

function replaceFile(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}`, contents)
  renameSync(`${path}.${process.pid}`, path)
}

function removeOthers(names) {
  for (const name of readdirSync(folder)) if (!names.includes(name)) rmSync(`${folder}/${name}`)
}
