/**
 * The operations that take `application/x-www-form-urlencoded` besides JSON, by their ids: those that Authlete's OpenAPI
 * document of August 2026 lists it for, as far as they are here. Every other operation takes JSON alone, as there.
 */
export const formOperations: ReadonlySet<string> = new Set([
  'service_create_api',
  'service_update_api',
  'client_update_api',
  'client_flag_update_api',
  'client_secret_update_api',
  'client_authorization_get_list_api_post',
  'client_authorization_update_api',
  'client_authorization_delete_api_post',
  'client_granted_scopes_get_api_post',
  'auth_authorization_api',
  'auth_authorization_fail_api',
  'auth_authorization_issue_api',
  'pushed_auth_req_api',
  'auth_token_api',
  'auth_token_fail_api',
  'auth_token_issue_api',
  'auth_introspection_api',
  'auth_introspection_standard_api',
  'auth_revocation_api',
  'auth_userinfo_api',
  'auth_userinfo_issue_api',
  'auth_token_create_api',
  'auth_token_update_api',
  'auth_token_revoke_api',
  'getAuthorizationTicketInfo',
  'updateAuthorizationTicket',
])
