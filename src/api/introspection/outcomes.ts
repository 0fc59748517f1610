export const introspectionOutcomes = {}
