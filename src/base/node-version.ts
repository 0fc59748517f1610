/** better-sqlite3 ends the process with a segmentation fault if Node-API is older. */
const neededApi = 10

/** Why a Node.js is unsuitable, and what to do. Undefined if the mock runs on it. */
export function describeOldNode({ node, napi }: NodeJS.ProcessVersions): string | undefined {
  if (Number(napi) >= neededApi) return undefined
  return `Node.js ${node} is too old. Use Node.js 22.14 or later; of the line 23, 23.6 or later.`
}
