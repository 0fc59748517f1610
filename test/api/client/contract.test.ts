import t from 'tap'
import { startTestMock } from '../../support/mock.ts'

/** The operations of Authlete's document for services and clients. */
const operations = [
  'get /{serviceId}/service/get service_get_api',
  'get /service/get/list service_get_list_api',
  'post /service/create service_create_api',
  'post /{serviceId}/service/update service_update_api',
  'delete /{serviceId}/service/delete service_delete_api',
  'get /{serviceId}/client/get/{clientId} client_get_api',
  'get /{serviceId}/client/get/list client_get_list_api',
  'post /{serviceId}/client/create client_create_api',
  'post /{serviceId}/client/update/{clientId} client_update_api',
  'delete /{serviceId}/client/delete/{clientId} client_delete_api',
  'post /{serviceId}/client/lock_flag/update/{clientIdentifier} client_flag_update_api',
  'get /{serviceId}/client/secret/refresh/{clientIdentifier} client_secret_refresh_api',
  'post /{serviceId}/client/secret/update/{clientIdentifier} client_secret_update_api',
  'get /{serviceId}/client/authorization/get/list client_authorization_get_list_api',
  'post /{serviceId}/client/authorization/get/list client_authorization_get_list_api_post',
  'get /{serviceId}/client/authorization/get/list/{subject} client_authorization_get_list_by_subject_api',
  'post /{serviceId}/client/authorization/update/{clientId} client_authorization_update_api',
  'delete /{serviceId}/client/authorization/delete/{clientId} client_authorization_delete_api',
  'post /{serviceId}/client/authorization/delete/{clientId} client_authorization_delete_api_post',
  'delete /{serviceId}/client/authorization/delete/{clientId}/{subject} client_authorization_delete_by_subject_api',
  'get /{serviceId}/client/granted_scopes/get/{clientId} client_granted_scopes_get_api',
  'post /{serviceId}/client/granted_scopes/get/{clientId} client_granted_scopes_get_api_post',
  'get /{serviceId}/client/granted_scopes/get/{clientId}/{subject} client_granted_scopes_get_by_subject_api',
  'delete /{serviceId}/client/granted_scopes/delete/{clientId} client_granted_scopes_delete_api',
  'delete /{serviceId}/client/granted_scopes/delete/{clientId}/{subject} client_granted_scopes_delete_by_subject_api',
  'get /{serviceId}/service/jwks/get service_jwks_get_api',
  'get /{serviceId}/service/configuration service_configuration_api',
  'get /{serviceId}/client/extension/requestable_scopes/get/{clientId} client_extension_requestables_scopes_get_api',
  'post /{serviceId}/client/extension/requestable_scopes/update/{clientId} client_extension_requestables_scopes_update_api_post',
  'put /{serviceId}/client/extension/requestable_scopes/update/{clientId} client_extension_requestables_scopes_update_api',
  'delete /{serviceId}/client/extension/requestable_scopes/delete/{clientId} client_extension_requestables_scopes_delete_api',
]

/** What Authlete's libraries for Java and Python call, and its document does not name. */
const operationsOfLibraries = [
  'post /{serviceId}/service/configuration service_configuration_api_post',
  'post /{serviceId}/client/granted_scopes/delete/{clientId} client_granted_scopes_delete_api_post',
]

t.test('the published contract has the operations of Authlete for services and clients', async (t) => {
  const { inject } = await startTestMock(t)
  const { paths } = (await inject({ url: '/openapi.json' })).json<{
    paths: Record<string, Record<string, { readonly operationId?: string }>>
  }>()
  const published = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(() => /^\/api\/(\{serviceId\}\/)?(service|client)\//.test(path))
      .map(([method, { operationId }]) => `${method} ${path.replace('/api', '')} ${operationId}`),
  )
  t.strictSame(published.toSorted(), [...operations, ...operationsOfLibraries].toSorted())
})
