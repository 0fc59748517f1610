import type { Page } from '../../store/store.ts'
import { excerpt, verdict, type Fail, type Check, type Rule } from '../../base/verdict.ts'

type PageError = 'start_malformed' | 'start_negative' | 'end_malformed' | 'end_negative'

/** Why a part of a list cannot be returned; each list has codes of its own. */
export type PageReason<List extends string> = `${List}_${PageError}`

/** The bounds of a part, as text from a query or as a number from a body. */
export interface RequestedPage {
  readonly start?: string | number
  readonly end?: string | number
}

type PageReading<List extends string> =
  | { readonly refusal: Fail<PageReason<List>>; readonly page?: never }
  | { readonly refusal?: never; readonly page: Page }

const rule: Rule = { check: 'page', clause: 'Authlete API 3.0, start and end', source: 'documented' }

/** Reads the requested part of a list: by default the first five entries. */
export function readPage<List extends string>(
  list: List,
  { start = 0, end = 5 }: RequestedPage,
  check: Check<PageReason<List>>,
): PageReading<List> {
  const refusal =
    check(verdict(rule, isInt32(start), `${list}_start_malformed`, asked(start))) ??
    check(verdict(rule, Number(start) >= 0, `${list}_start_negative`, asked(start))) ??
    check(verdict(rule, isInt32(end), `${list}_end_malformed`, asked(end))) ??
    check(verdict(rule, Number(end) >= 0, `${list}_end_negative`, asked(end)))
  return refusal === undefined ? { page: { start: Number(start), end: Number(end) } } : { refusal }
}

function isInt32(value: string | number): boolean {
  return /^[+-]?[0-9]{1,10}$/.test(String(value)) && Math.abs(Number(value)) < 2 ** 31
}

function asked(value: string | number) {
  return { expected: 'a number that fits 31 bits', actual: excerpt(String(value), 40) }
}
