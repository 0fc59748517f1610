import { stringify } from 'yaml'

/** Writes a document as YAML, without aliases, which not every reader of OpenAPI follows. */
export function writeYaml(document: object): string {
  return stringify(document, { aliasDuplicateObjects: false })
}
