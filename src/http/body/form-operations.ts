/**
 * The operations that accept `application/x-www-form-urlencoded` as well as JSON, by their ids: those in Authlete's
 * OpenAPI document of August 2026, as far as the mock has them. Every other operation accepts JSON alone.
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
  'jose_verify_api',
  'getAuthorizationTicketInfo',
  'updateAuthorizationTicket',
])
