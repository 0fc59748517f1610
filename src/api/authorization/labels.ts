/** How the rows of these APIs are known. Of a code that Authlete lists, the condition is read from the text. */
export const documented = {
  status: 200,
  source: 'documented',
  conditionSource: 'inferred',
  messageSource: 'documented',
} as const

export const inferred = {
  status: 200,
  source: 'inferred',
  conditionSource: 'inferred',
  messageSource: 'inferred',
} as const

export const assumed = {
  status: 200,
  source: 'assumed',
  conditionSource: 'assumed',
  messageSource: 'assumed',
} as const
