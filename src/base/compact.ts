type Undefinable<Members> = {
  [Name in keyof Members]: undefined extends Members[Name] ? Name : never
}[keyof Members]

/** The same members, those that may be undefined as members that may be absent. */
type Compact<Members> = Omit<Members, Undefinable<Members>> & {
  [Name in Undefinable<Members>]?: Exclude<Members[Name], undefined>
}

/** Returns an object without the members that are undefined; the others keep their order. */
export function compact<Members extends object>(members: Members): Compact<Members> {
  const kept: Partial<Members> = {}
  for (const name of Object.keys(members) as (keyof Members)[]) {
    if (members[name] !== undefined) kept[name] = members[name]
  }
  return kept as Compact<Members>
}
