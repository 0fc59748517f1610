export const tokenOutcomes = {}
