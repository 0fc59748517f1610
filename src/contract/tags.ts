import { adminSubjects } from '../admin/doors/subjects.ts'

/** The groups of Authlete's document, with what each is for. */
const authleteTags: Readonly<Record<string, string>> = {
  'Grant Management Endpoint': 'Query and revoke grants (Grant Management for OAuth 2.0).',
  'Authorization Endpoint': 'Process authorization requests, and issue or refuse codes.',
  'Pushed Authorization Endpoint': 'Take pushed authorization requests (RFC 9126).',
  'Token Endpoint': 'Process token requests, and issue tokens.',
  'Token Operations': 'Create, change, list and end tokens without a flow.',
  'Introspection Endpoint': 'Judge access tokens, for protected resources and for RFC 7662.',
  'Revocation Endpoint': 'End tokens on behalf of clients (RFC 7009).',
  'UserInfo Endpoint': 'Answer at the UserInfo endpoint of OpenID Connect.',
  'Jose Object': 'Verify what a client or the service has signed.',
  'Service Management': 'Create, read, change and delete services.',
  'JWK Set Endpoint': 'Publish the keys of a service.',
  'Client Management': 'Create, read, change and delete clients, and what they were granted.',
}

/** Every group, in the order of the document: Authlete's, then the mock's own. */
export const tags = [
  ...Object.entries(authleteTags).map(([name, description]) => ({ name, description })),
  ...adminSubjects.map((name) => ({ name, description: 'Under /_mock, which Authlete does not have.' })),
  { name: 'Lifecycle', description: 'Health.' },
]
