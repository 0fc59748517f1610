export const tokenManagementOutcomes = {}
