import { authorizationFacts } from './authorization.ts'
import { clientAuthenticationFacts } from './client-authentication.ts'
import { clientFacts } from './client.ts'
import { codeExchangeFacts } from './code-exchange.ts'
import type { Fact } from './fact.ts'
import { failureFacts } from './failures.ts'
import { flowFacts } from './flows.ts'
import { formFacts } from './forms.ts'
import { frontDoorFacts } from './front-door.ts'
import { gmFacts } from './gm.ts'
import { introspectionFacts } from './introspection.ts'
import { propertiesFacts } from './properties.ts'
import { managementFacts } from './management.ts'
import { metadataFacts } from './metadata.ts'
import { possessionAtTokenFacts } from './possession-at-token.ts'
import { possessionFacts } from './possession.ts'
import { pushedRequestsFacts } from './pushed-requests.ts'
import { requestObjectsFacts } from './request-objects.ts'
import { requestFacts } from './requests.ts'
import { revocationFacts } from './revocation.ts'
import { serviceFacts } from './service.ts'
import { signedRequestFacts } from './signed-requests.ts'
import { tokenAnswerFacts } from './token-answers.ts'
import { userinfoAnswerFacts } from './userinfo-answers.ts'
import { tokenFacts } from './token.ts'
import { tokenManagementFacts } from './token-management.ts'
import { userinfoFacts } from './userinfo.ts'
import { wordFacts } from './words.ts'

/** The project's memory of the real service. */
export const facts: readonly Fact[] = [
  frontDoorFacts,
  formFacts,
  gmFacts,
  serviceFacts,
  clientFacts,
  authorizationFacts,
  requestObjectsFacts,
  pushedRequestsFacts,
  tokenFacts,
  tokenAnswerFacts,
  userinfoAnswerFacts,
  tokenManagementFacts,
  introspectionFacts,
  revocationFacts,
  userinfoFacts,
  propertiesFacts,
  clientAuthenticationFacts,
  requestFacts,
  signedRequestFacts,
  flowFacts,
  failureFacts,
  wordFacts,
  codeExchangeFacts,
  managementFacts,
  metadataFacts,
  possessionFacts,
  possessionAtTokenFacts,
].flat()
