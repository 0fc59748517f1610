/** better-sqlite3 ends the process with a segmentation fault where Node-API is older. */
const neededApi = 10

/** Says what is wrong with a Node.js and what to do. None where the mock runs on it. */
export function describeOldNode({ node, napi }: NodeJS.ProcessVersions): string | undefined {
  if (Number(napi) >= neededApi) return undefined
  return `Node.js ${node} is too old. Use Node.js 22.14 or later; of the line 23, 23.6 or later.`
}
