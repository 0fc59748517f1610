export const revocationOutcomes = {}
