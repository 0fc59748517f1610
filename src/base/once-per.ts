/**
 * Makes a value once for each object, and keeps it as long as the object is there. For what is derived from records
 * that never change: the store returns the same object until there is a new one in its place.
 */
export function oncePer<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, { readonly value: Value }>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known.value
    const value = make(key)
    made.set(key, { value })
    return value
  }
}
