export const serviceOutcomes = {}
