import { authorizationFacts } from './authorization.ts'
import { clientFacts } from './client.ts'
import type { Fact } from './fact.ts'
import { frontDoorFacts } from './front-door.ts'
import { gmFacts } from './gm.ts'
import { introspectionFacts } from './introspection.ts'
import { propertiesFacts } from './properties.ts'
import { pushedRequestsFacts } from './pushed-requests.ts'
import { requestObjectsFacts } from './request-objects.ts'
import { revocationFacts } from './revocation.ts'
import { serviceFacts } from './service.ts'
import { tokenFacts } from './token.ts'
import { tokenManagementFacts } from './token-management.ts'
import { userinfoFacts } from './userinfo.ts'

/** The project's memory of the real service. */
export const facts: readonly Fact[] = [
  frontDoorFacts,
  gmFacts,
  serviceFacts,
  clientFacts,
  authorizationFacts,
  requestObjectsFacts,
  pushedRequestsFacts,
  tokenFacts,
  tokenManagementFacts,
  introspectionFacts,
  revocationFacts,
  userinfoFacts,
  propertiesFacts,
].flat()
