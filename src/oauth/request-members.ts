/** Members of request objects that are parameters and must be strings, each with a text of its own where they are not. */
export const textMembers = [
  'client_id',
  'response_type',
  'scope',
  'redirect_uri',
  'response_mode',
  'state',
  'nonce',
  'display',
  'prompt',
  'ui_locales',
  'claims_locales',
  'acr_values',
  'code_challenge',
  'code_challenge_method',
] as const

/** Members that share one text. */
export const furtherTextMembers = [
  'dpop_jkt',
  'grant_id',
  'grant_management_action',
  'id_token_hint',
  'login_hint',
]

/** All members of a request object that are parameters of its request (RFC 9101 §4). */
export const parameterMembers = [
  ...textMembers,
  ...furtherTextMembers,
  'authorization_details',
  'claims',
  'max_age',
  'resource',
]

/** Members that clients were observed to put into their assertions too. */
const ambiguousMembers = ['client_id', 'scope', 'authorization_details', 'resource']

/** Members that make a JWT a request object: the rules of two roles must not overlap (RFC 8725 §3.12). */
export const membersOfRequestsAlone = parameterMembers.filter((name) => !ambiguousMembers.includes(name))
