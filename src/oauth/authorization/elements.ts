import { readJsonObject } from '../../base/json.ts'
import { oncePer } from '../../base/once-per.ts'
import type { AuthorizationDetail } from '../../model/grant.ts'

/** One authorization detail in Authlete's form (`authorization_details_element`). */
export interface AuthorizationElement {
  readonly type: string
  readonly locations?: string[]
  readonly actions?: string[]
  readonly dataTypes?: string[]
  readonly identifier?: string
  readonly privileges?: string[]
  /** All other members, as a JSON object in text. */
  readonly otherFields?: string
}

/** The members that RFC 9396 §2.2 defines, and Authlete's names for them. */
const lists = [
  ['locations', 'locations'],
  ['actions', 'actions'],
  ['datatypes', 'dataTypes'],
  ['privileges', 'privileges'],
] as const

/** RFC 9396 authorization details in Authlete's form; undefined where there are none. */
export function toElements(
  details: readonly AuthorizationDetail[] = [],
): { readonly elements: readonly AuthorizationElement[] } | undefined {
  return details.length === 0 ? undefined : listElements(details)
}

const listElements = oncePer((details: readonly AuthorizationDetail[]) => ({
  elements: details.map(toElement),
}))

function toElement(detail: AuthorizationDetail): AuthorizationElement {
  const others = new Map(Object.entries(detail))
  const take = (name: string) => {
    const value = others.get(name)
    others.delete(name)
    return value
  }
  const { type, identifier } = detail
  take('type')
  if (typeof identifier === 'string') take('identifier')
  const known = lists.flatMap(([name, member]) =>
    isListOfTexts(detail[name]) ? [[member, take(name) as string[]] as const] : [],
  )
  return {
    type: String(type),
    ...Object.fromEntries(known),
    ...(typeof identifier === 'string' && { identifier }),
    ...(others.size > 0 && { otherFields: JSON.stringify(Object.fromEntries(others)) }),
  }
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
}

/**
 * RFC 9396 authorization details from Authlete's form; undefined if `otherFields` is no JSON object. It cannot replace
 * the members that have names of their own.
 */
export function fromElements(
  elements: readonly AuthorizationElement[] = [],
): readonly AuthorizationDetail[] | undefined {
  const details: readonly (AuthorizationDetail | undefined)[] = elements.map(fromElement)
  return details.every((detail) => detail !== undefined) ? details : undefined
}

function fromElement({
  type,
  identifier,
  otherFields = '',
  ...element
}: AuthorizationElement): AuthorizationDetail | undefined {
  const others = readJsonObject(otherFields === '' ? '{}' : otherFields)
  if ('error' in others) return undefined
  const known = lists.flatMap(([name, member]) =>
    element[member] === undefined ? [] : [[name, element[member]] as const],
  )
  const { type: _, ...rest } = others.value
  return { type, ...rest, ...Object.fromEntries(known), ...(identifier !== undefined && { identifier }) }
}
