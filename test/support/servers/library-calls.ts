/**
 * The calls that Authlete's client libraries can make, by method and path behind the service, read out of their sources
 * in November 2026, with the libraries that make each. Those for Authlete 2.x put no service into the path.
 */

/** Calls that the mock serves. */
export const servedCalls: Readonly<Record<string, string>> = {
  'POST auth/authorization':
    'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST auth/authorization/fail':
    'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST auth/authorization/issue':
    'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST auth/authorization/ticket/info': 'TypeScript, Go, Ruby, Java, Python',
  'POST auth/authorization/ticket/update': 'TypeScript, Go, Ruby, Java, Python',
  'POST auth/introspection': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Deno 2.x',
  'POST auth/introspection/standard': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Deno 2.x',
  'POST auth/revocation': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST auth/token': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST auth/token/create': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'DELETE auth/token/delete/{}': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x, Deno 2.x',
  'POST auth/token/fail': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'GET auth/token/get/list': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, Ruby 2.x, Deno 2.x',
  'POST auth/token/issue': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST auth/token/revoke': 'TypeScript, Go, Ruby, Java, Python, Ruby 2.x, Deno 2.x',
  'POST auth/token/update': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST auth/userinfo': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST auth/userinfo/issue':
    'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'DELETE client/authorization/delete/{}': 'TypeScript, Go, Ruby',
  'POST client/authorization/delete/{}': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x, Ruby 2.x',
  'DELETE client/authorization/delete/{}/{}': 'TypeScript, Go, Ruby',
  'GET client/authorization/get/list': 'TypeScript, Go, Ruby',
  'POST client/authorization/get/list':
    'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x',
  'GET client/authorization/get/list/{}': 'TypeScript, Go, Ruby',
  'POST client/authorization/update/{}': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x, Ruby 2.x',
  'POST client/create': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'DELETE client/delete/{}': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x, Ruby 2.x, Deno 2.x',
  'DELETE client/extension/requestable_scopes/delete/{}': 'TypeScript, Go, Ruby, Java, Python, Ruby 2.x',
  'GET client/extension/requestable_scopes/get/{}': 'TypeScript, Go, Ruby, Java, Python, Ruby 2.x',
  'POST client/extension/requestable_scopes/update/{}': 'TypeScript, Go, Ruby, Java, Python, Ruby 2.x',
  'PUT client/extension/requestable_scopes/update/{}': 'TypeScript, Go, Ruby',
  'GET client/get/list': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'GET client/get/{}': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x, Ruby 2.x, Deno 2.x',
  'DELETE client/granted_scopes/delete/{}': 'TypeScript, Go, Ruby',
  'POST client/granted_scopes/delete/{}': 'Java, Python, PHP 2.x, Ruby 2.x',
  'DELETE client/granted_scopes/delete/{}/{}': 'TypeScript, Go, Ruby',
  'GET client/granted_scopes/get/{}': 'TypeScript, Go, Ruby',
  'POST client/granted_scopes/get/{}': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x, Ruby 2.x',
  'GET client/granted_scopes/get/{}/{}': 'TypeScript, Go, Ruby',
  'POST client/lock_flag/update/{}': 'TypeScript, Go, Ruby, Java, Python',
  'GET client/secret/refresh/{}': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x, Ruby 2.x',
  'POST client/secret/update/{}': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x, Ruby 2.x',
  'POST client/update/{}': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x, Ruby 2.x',
  'POST gm': 'TypeScript, Go, Ruby, Java, Python',
  'GET lifecycle/healthcheck': 'TypeScript, Go',
  'POST jose/verify': 'TypeScript, Ruby, Java, Python, Go 2.x',
  'POST pushed_auth_req': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'GET service/configuration': 'TypeScript, Go, Ruby, Java, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST service/configuration': 'Java, Python',
  'POST service/create': 'Java, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'DELETE service/delete': 'TypeScript, Go, Ruby, Java, Python',
  'GET service/get': 'TypeScript, Go, Ruby, Java, Python',
  'GET service/get/list': 'TypeScript, Go, Java, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'GET service/jwks/get': 'TypeScript, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  'POST service/update': 'TypeScript, Go, Ruby, Java, Python, Deno 2.x',
}

/** Calls that it leaves out on purpose, by what they are for. */
export const callsLeftOut: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'attestation of clients': {
    'POST attestation/challenge': 'Java',
  },
  batches: {
    'POST auth/token/create/batch': 'Java',
    'GET auth/token/create/batch/status/{}': 'Java',
  },
  CIBA: {
    'POST backchannel/authentication':
      'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
    'POST backchannel/authentication/complete':
      'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
    'POST backchannel/authentication/fail':
      'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
    'POST backchannel/authentication/issue':
      'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  },
  logout: {
    'POST backchannel/logout/token': 'Java',
  },
  'dynamic registration of clients': {
    'POST client/registration': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, Ruby 2.x',
    'POST client/registration/delete': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, Ruby 2.x',
    'POST client/registration/get': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, Ruby 2.x',
    'POST client/registration/update': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, Ruby 2.x',
  },
  'the device flow': {
    'POST device/authorization':
      'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
    'POST device/complete': 'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
    'POST device/verification':
      'TypeScript, Go, Ruby, Java, Python, Go 2.x, C# 2.x, PHP 2.x, Ruby 2.x, Deno 2.x',
  },
  'OpenID Federation': {
    'POST federation/configuration': 'TypeScript, Go, Ruby, Java, Python',
    'POST federation/registration': 'TypeScript, Go, Ruby, Java, Python',
  },
  'keys in hardware': {
    'POST hsk/create': 'TypeScript, Go, Ruby, Java, Python, Go 2.x',
    'DELETE hsk/delete/{}': 'TypeScript, Go, Ruby',
    'GET hsk/delete/{}': 'Java, Python',
    'GET hsk/get/list': 'TypeScript, Go, Ruby, Java, Python, Go 2.x',
    'GET hsk/get/{}': 'TypeScript, Go, Ruby, Java, Python',
  },
  'reissued ID tokens': {
    'POST idtoken/reissue': 'TypeScript, Go, Ruby, Java, Python, PHP 2.x',
  },
  'smoke tests of the libraries': {
    'GET misc/echo': 'Java',
  },
  'native SSO': {
    'POST nativesso': 'TypeScript, Go, Ruby, Java',
    'POST nativesso/logout': 'TypeScript, Go, Ruby, Java',
  },
  'verifiable credentials': {
    'POST vci/batch/issue': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/batch/parse': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/deferred/issue': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/deferred/parse': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/jwks': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/jwtissuer': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/metadata': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/nonce': 'Java',
    'POST vci/offer/create': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/offer/info': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/single/issue': 'TypeScript, Go, Ruby, Java, Python',
    'POST vci/single/parse': 'TypeScript, Go, Ruby, Java, Python',
  },
  'forms of Authlete 2.x only': {
    'DELETE service/delete/{}': 'PHP 2.x, Ruby 2.x, Deno 2.x',
    'GET service/get/{}': 'PHP 2.x, Ruby 2.x, Deno 2.x',
    'POST service/update/{}': 'PHP 2.x, Ruby 2.x',
    'GET serviceowner/get/self': 'Ruby 2.x',
  },
}
