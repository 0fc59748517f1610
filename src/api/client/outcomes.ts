export const clientOutcomes = {}
