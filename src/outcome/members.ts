import { isJsonObject } from '../json.ts'

interface Attribute {
  readonly key?: string
  readonly value?: string
}

/** Attributes of a service or a client as answers give them (Authlete `pair`); undefined where there are none. */
export function listAttributes(kept: unknown): readonly Attribute[] | undefined {
  const attributes = Array.isArray(kept) ? kept.filter(isAttribute) : []
  return attributes.length === 0 ? undefined : attributes
}

function isAttribute(value: unknown): value is Attribute {
  return isJsonObject(value) && typeof value['key'] === 'string'
}

/** A list as answers give it: Authlete leaves empty ones out. */
export function unlessEmpty<Entry>(list: readonly Entry[] = []): readonly Entry[] | undefined {
  return list.length === 0 ? undefined : list
}
