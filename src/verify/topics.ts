import { certificateTopic } from './checks/certificate-checks.ts'
import type { Topic } from './check.ts'
import { dpopTopic } from './checks/dpop-checks.ts'
import { failureTopic } from './checks/failure-checks.ts'
import { methodTopic } from './checks/method-checks.ts'
import { nonceTopic } from './checks/nonce-checks.ts'
import { queryTopic } from './checks/query-checks.ts'
import { refusalTopic } from './checks/refusal-checks.ts'
import { revokeTopic } from './checks/revoke-checks.ts'
import { tokenTopic } from './checks/token-checks.ts'

/** All checks of an authorization server, in their order. */
export const topics: readonly Topic[] = [
  queryTopic,
  revokeTopic,
  refusalTopic,
  tokenTopic,
  methodTopic,
  dpopTopic,
  nonceTopic,
  certificateTopic,
  failureTopic,
]
