import { readFileSync } from 'node:fs'
import { parseText } from './build/src/fixtures/text.js'

/** The text of the module that stands in place of `build/src/fixtures/parsed-texts.js`. A file that was changed is parsed. */
export function writeParsedTexts() {
  const text = readFileSync('fixtures/demo.yaml', 'utf8')
  const { document, errors } = parseText(text)
  // What cannot be parsed is refused by the command, with every problem.
  if (errors !== undefined) return 'export const parsedTexts = new Map()'
  const json = JSON.stringify(document.toJS())
  return [
    `const parsed = { document: { toJS: () => JSON.parse(${JSON.stringify(json)}) } }`,
    `export const parsedTexts = new Map([[${JSON.stringify(text)}, parsed]])`,
  ].join('\n')
}
