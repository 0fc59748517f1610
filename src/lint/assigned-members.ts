const ofService = ['apiKey', 'number', 'serviceOwnerNumber']
const ofClient = ['clientId', 'clientSecret', 'number', 'serviceNumber']

const membersOf: Readonly<Record<string, readonly string[]>> = {
  'service/create': ofService,
  'service/update': ofService,
  'client/create': ofClient,
  'client/update/{clientId}': ofClient,
}

/** The members of a service or a client that Authlete assigns, in the requests of this API: they are passed over. */
export function listAssignedMembers(api: string): readonly string[] {
  return membersOf[api] ?? []
}
