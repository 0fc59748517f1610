/** The effect of a property of a service or a client: it changes answers, it is shown, or it has none. */
export interface Effect {
  readonly effect: 'acts' | 'describes' | 'none'
  /** What it acts on, or why it has no effect. */
  readonly about: string
}

/** Properties, by what their effect is about. */
type EffectGroups = Readonly<Record<Effect['effect'], Readonly<Record<string, string>>>>

/** The effect of each property in the groups: a text lists them separated by blanks. */
export function listEffects(groups: EffectGroups): ReadonlyMap<string, Effect> {
  const kinds = ['acts', 'describes', 'none'] as const
  return new Map(
    kinds.flatMap((effect) =>
      Object.entries(groups[effect]).flatMap(([about, names]) =>
        names
          .trim()
          .split(/\s+/)
          .map((name) => [name, { effect, about }] as const),
      ),
    ),
  )
}

/** The members of a client's `extension` without effect. */
const extensionEffects: ReadonlyMap<string, Effect> = new Map([
  ['tokenExchangePermitted', { effect: 'none', about: 'Token exchange is not here.' }],
])

/** Values that say what the mock does anyway. Authlete's answers have them, so an update sends them back. */
const behaviourHere: ReadonlyMap<string, unknown> = new Map([['subjectType', 'PUBLIC']])

/** The properties with a value that have no effect, including those inside `extension`, each with the reason. */
export function findIneffective(
  properties: Readonly<Record<string, unknown>>,
  effects: ReadonlyMap<string, Effect>,
): readonly { readonly name: string; readonly about: string }[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    if (name === 'extension') {
      const inside = findIneffective(Object(value) as typeof properties, extensionEffects)
      return inside.map((ineffective) => ({ ...ineffective, name: `extension/${ineffective.name}` }))
    }
    const known = effects.get(name)
    return known?.effect === 'none' && !isUnset(value) && behaviourHere.get(name) !== value
      ? [{ name, about: known.about }]
      : []
  })
}

/** Whether a value is one by which Authlete's own libraries express an unset property. */
export function isUnset(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return value === undefined || value === null || value === false || value === 0 || value === ''
}
