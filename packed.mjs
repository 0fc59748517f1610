import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Takes `prepare`, which builds, out of the manifest that is packed: a package that is built has no use for it, and npm
 * would ask everyone who installs the tarball to allow it. With `--restore`, the manifest is as before.
 */
const manifest = 'package.json'
const kept = 'build/package.json'

restore()
if (!process.argv.includes('--restore')) {
  const text = readFileSync(manifest, 'utf8')
  const { scripts, ...rest } = JSON.parse(text)
  const { prepare: _prepare, ...others } = scripts
  writeFileSync(kept, text)
  writeFileSync(manifest, JSON.stringify({ ...rest, scripts: others }, null, 2))
}

/** Also what a packing that was interrupted has left. */
function restore() {
  if (!existsSync(kept)) return
  writeFileSync(manifest, readFileSync(kept))
  rmSync(kept)
}
