export const authorizationOutcomes = {}
