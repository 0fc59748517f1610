/** The subjects of the admin calls, by the first part of the path that says it, in the order of the document. */
const subjects: readonly (readonly [subject: string, parts: readonly string[]])[] = [
  ['Mock: services and API tokens', ['services', 'api-tokens']],
  ['Mock: tokens, grants and clients', ['tokens', 'grants', 'clients']],
  ['Mock: clock', ['clock']],
  ['Mock: journal', ['requests', 'explain']],
  ['Mock: outcomes', ['outcomes']],
  ['Mock: faults and barriers', ['faults', 'barriers']],
  ['Mock: reset, snapshots and fixtures', ['reset', 'snapshots', 'fixtures', 'schema']],
  ['Mock: Pact', ['pact']],
]

export const adminSubjects: readonly string[] = subjects.map(([subject]) => subject)

/** What an admin call is about, by its path after `/_mock`. */
export function subjectsOf(url: string): readonly string[] {
  const [, first = '', , second = first] = url.split('/')
  const part = first === 'services' ? second : first
  return subjects.flatMap(([subject, parts]) => (parts.includes(part) ? [subject] : []))
}
