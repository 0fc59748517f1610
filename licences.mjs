import { readdirSync, readFileSync } from 'node:fs'

/** The licences of the packages whose code is in the bundle: they ask to be passed on with it. */
export function writeLicences({ inputs }) {
  const places = Object.keys(inputs).map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0])
  const packages = [...new Set(places)].filter((place) => place !== undefined).toSorted()
  return packages.map(describePackage).join(`\n${'-'.repeat(80)}\n\n`)
}

function describePackage(place) {
  const { name, version, license } = JSON.parse(readFileSync(`${place}/package.json`, 'utf8'))
  const files = readdirSync(place).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
  const texts = files.map((file) => readFileSync(`${place}/${file}`, 'utf8').trim())
  return `${[`${name} ${version} (${license})`, ...texts].join('\n\n')}\n`
}
