import type { TObject } from '@sinclair/typebox'

/**
 * The numbers and flags that an answer may have, each as it stands where nothing is known: Authlete leaves out no number
 * and no flag (OpenAPI, auth/authorization/issue, `accessTokenDuration`; KB, Userinfo, `clientEntityIdUsed`).
 */
export function listZeros({ properties }: TObject): Readonly<Record<string, 0 | false>> {
  const ofType = (wanted: string) =>
    Object.keys(properties).filter((name) => properties[name]?.['type'] === wanted)
  return {
    ...Object.fromEntries(ofType('integer').map((name) => [name, 0] as const)),
    ...Object.fromEntries(ofType('boolean').map((name) => [name, false] as const)),
  }
}

/** A list as answers give it: Authlete leaves empty ones out. */
export function unlessEmpty<Entry>(list: readonly Entry[] = []): readonly Entry[] | undefined {
  return list.length === 0 ? undefined : list
}
