import type { TSchema } from '@sinclair/typebox'
import type { ApiRoute } from './api-route.ts'
import { addMembers } from '../../outcome/outcome.ts'

/**
 * The API with the numbers and flags that its answers leave out, at their zero values: Authlete always includes them
 * (OpenAPI, auth/authorization/issue, `accessTokenDuration`; KB, Userinfo, `clientEntityIdUsed`). An API without
 * actions answers with objects of its own, or empty.
 */
export function addZeros(route: ApiRoute): ApiRoute {
  const members = (route.response?.['properties'] ?? {}) as Readonly<Record<string, TSchema>>
  if (members['action'] === undefined) return route
  const zeros = listZeros(members)
  return { ...route, answer: async (call) => addMembers(await route.answer(call), zeros) }
}

function listZeros(members: Readonly<Record<string, TSchema>>): Readonly<Record<string, 0 | false>> {
  const ofType = (type: string) => Object.keys(members).filter((name) => members[name]?.['type'] === type)
  return {
    ...Object.fromEntries(ofType('integer').map((name) => [name, 0] as const)),
    ...Object.fromEntries(ofType('boolean').map((name) => [name, false] as const)),
  }
}

/** A list in an answer: Authlete leaves out empty ones. */
export function omitEmpty<Entry>(list: readonly Entry[] = []): readonly Entry[] | undefined {
  return list.length === 0 ? undefined : list
}
