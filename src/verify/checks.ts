import { certificateTopic } from './certificate-checks.ts'
import type { Topic } from './check.ts'
import { dpopTopic } from './dpop-checks.ts'
import { failureTopic } from './failure-checks.ts'
import { methodTopic } from './method-checks.ts'
import { nonceTopic } from './nonce-checks.ts'
import { queryTopic } from './query-checks.ts'
import { refusalTopic } from './refusal-checks.ts'
import { revokeTopic } from './revoke-checks.ts'
import { tokenTopic } from './token-checks.ts'

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
