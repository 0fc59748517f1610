export const userInfoOutcomes = {}
