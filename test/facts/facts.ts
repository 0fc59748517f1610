import { authorizationFacts } from './authorization/authorization.ts'
import { clientAuthenticationFacts } from './token/client-authentication.ts'
import { clientFacts } from './client.ts'
import { codeExchangeFacts } from './token/code-exchange.ts'
import type { Fact } from './fact.ts'
import { failureFacts } from './failures.ts'
import { flowFacts } from './authorization/flows.ts'
import { formFacts } from './authorization/forms.ts'
import { frontDoorFacts } from './front-door.ts'
import { gmFacts } from './protected-resource/gm.ts'
import { introspectionFacts } from './protected-resource/introspection.ts'
import { propertiesFacts } from './properties.ts'
import { managementFacts } from './management.ts'
import { metadataFacts } from './metadata.ts'
import { possessionAtTokenFacts } from './token/possession.ts'
import { possessionFacts } from './protected-resource/possession.ts'
import { pushedRequestsFacts } from './authorization/pushed-requests.ts'
import { requestObjectsFacts } from './authorization/request-objects.ts'
import { requestFacts } from './authorization/requests.ts'
import { revocationFacts } from './token/revocation.ts'
import { serviceFacts } from './service.ts'
import { signedRequestFacts } from './authorization/signed-requests.ts'
import { tokenAnswerFacts } from './token/answers.ts'
import { userinfoAnswerFacts } from './protected-resource/userinfo-answers.ts'
import { tokenFacts } from './token/token.ts'
import { tokenManagementFacts } from './token/token-management.ts'
import { userinfoFacts } from './protected-resource/userinfo.ts'
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
