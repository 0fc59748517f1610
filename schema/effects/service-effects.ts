import { listEffects } from './effects.ts'

/** The effect of each property of a service. A test compares it with Authlete's members and with the rules. */
export const serviceEffects = listEffects({
  acts: {
    'the identity of the service in tokens, assertions and answers': 'issuer issSuppressed idTokenAudType',
    'the URIs that proofs and assertions name':
      'tokenEndpoint revocationEndpoint introspectionEndpoint pushedAuthReqEndpoint userInfoEndpoint grantManagementEndpoint',
    'what is signed, and with which key':
      'jwks jwksUri accessTokenSignAlg accessTokenSignatureKeyId idTokenSignatureKeyId userInfoSignatureKeyId introspectionSignatureKeyId',
    'how long something lasts':
      'authorizationCodeDuration pushedAuthReqDuration accessTokenDuration refreshTokenDuration idTokenDuration dpopNonceDuration allowableClockSkew tokenExpirationLinked',
    'what happens to tokens':
      'singleAccessTokenPerSubject refreshTokenKept refreshTokenDurationKept refreshTokenDurationReset refreshTokenIdempotent openidDroppedOnRefreshWithoutOfflineAccess tlsClientCertificateBoundAccessTokens accessTokenType',
    'which requests are valid':
      'supportedGrantTypes supportedResponseTypes supportedScopes supportedAcrs supportedAuthorizationDetailsTypes supportedDisplays scopeRequired pkceRequired pkceS256Required parRequired requestObjectRequired traditionalRequestObjectProcessingApplied requestObjectAudienceChecked loopbackRedirectionUriVariable grantManagementActionRequired dpopNonceRequired',
    'how clients authenticate':
      'supportedTokenAuthMethods missingClientIdAllowed mutualTlsValidatePkiCertChain trustedRootCertificates clientAssertionAudRestrictedToIssuer',
    'what answers contain':
      'attributes claimShortcutRestrictive errorDescriptionOmitted errorUriOmitted supportedUiLocales supportedClaimLocales',
  },
  describes: {
    'the configuration':
      'authorizationEndpoint registrationEndpoint policyUri tosUri serviceDocumentation backchannelAuthenticationEndpoint deviceAuthorizationEndpoint endSessionEndpoint supportedClaims supportedClaimTypes supportedPromptValues supportedRevocationAuthMethods supportedIntrospectionAuthMethods mtlsEndpointAliases supportedBackchannelTokenDeliveryModes backchannelUserCodeParameterSupported authorizationSignatureKeyId',
    'the service itself': 'serviceName description metadata createdAt modifiedAt organizationName',
    'the service itself: each client allows its own alias': 'clientIdAliasEnabled',
  },
  none: {
    "Authlete's own endpoints and consoles are not here.":
      'directAuthorizationEndpointEnabled directTokenEndpointEnabled directRevocationEndpointEnabled directIntrospectionEndpointEnabled directJwksEndpointEnabled directUserInfoEndpointEnabled developerAuthenticationCallbackEndpoint developerAuthenticationCallbackApiKey developerAuthenticationCallbackApiSecret authenticationCallbackEndpoint authenticationCallbackApiKey authenticationCallbackApiSecret clientsPerDeveloper supportedSnses snsCredentials tokenBatchNotificationEndpoint',
    'The API idtoken/reissue is not here, so auth/token never answers ID_TOKEN_REISSUABLE.':
      'idTokenReissuable',
    'FAPI modes are not here.':
      'fapiModes supportedServiceProfiles nbfOptional backchannelBindingMessageRequiredInFapi',
    'JARM is not here.': 'authorizationResponseDuration',
    'Encrypted request objects are not here.':
      'frontChannelRequestObjectEncryptionRequired requestObjectEncryptionAlgMatchRequired requestObjectEncryptionEncMatchRequired',
    'Dynamic client registration is not here.':
      'dynamicRegistrationSupported registrationManagementEndpoint unauthorizedOnClientConfigSupported dcrScopeUsedAsRequestable dcrDuplicateSoftwareIdBlocked supportedCustomClientMetadata',
    'CIBA is not here.': 'backchannelAuthReqIdDuration backchannelPollingInterval',
    'The device flow is not here.':
      'deviceVerificationUri deviceVerificationUriComplete deviceFlowCodeDuration deviceFlowPollingInterval userCodeCharset userCodeLength',
    'OpenID Federation is not here.':
      'federationEnabled federationJwks federationSignatureKeyId federationConfigurationDuration federationRegistrationEndpoint authorityHints trustAnchors signedJwksUri supportedClientRegistrationTypes',
    'Identity assurance is not here, nor external attachments.':
      'supportedTrustFrameworks supportedEvidence supportedIdentityDocuments supportedVerificationMethods supportedVerifiedClaims verifiedClaimsValidationSchemaSet supportedAttachments supportedDigestAlgorithms supportedDocuments supportedDocumentsMethods supportedDocumentsValidationMethods supportedDocumentsVerificationMethods supportedDocumentsCheckMethods supportedElectronicRecords accessTokenForExternalAttachmentEmbedded predefinedTransformedClaims',
    'HTTP message signatures are not here.': 'rsResponseSigned resourceSignatureKeyId',
    'Hardware keys (hsk/*) are not here.': 'hsmEnabled hsks',
    'Token exchange and the JWT grant are not here.':
      'tokenExchangeByIdentifiableClientsOnly tokenExchangeByConfidentialClientsOnly tokenExchangeByPermittedClientsOnly tokenExchangeEncryptedJwtRejected tokenExchangeUnsignedJwtRejected jwtGrantByIdentifiableClientsOnly jwtGrantEncryptedJwtRejected jwtGrantUnsignedJwtRejected',
    'Verifiable credentials (vci/*) are not here.':
      'verifiableCredentialsEnabled credentialIssuerMetadata credentialJwks credentialJwksUri credentialOfferDuration credentialTransactionDuration credentialDuration cnonceDuration userPinLength preAuthorizedGrantAnonymousAccessSupported oid4vciVersion keyAttesterRoots keyAttesterRootsEnabled keyAttesterRootsOnly',
    'Native SSO and logout are not here.':
      'nativeSsoSupported backchannelLogoutSupported backchannelLogoutSessionSupported',
    'Client metadata documents are not here.':
      'clientIdMetadataDocumentSupported cimdMetadataPolicyEnabled cimdMetadataPolicy cimdAllowlistEnabled cimdAllowlist cimdAlwaysRetrieved cimdHttpPermitted cimdQueryPermitted',
    'An alias that is a URL is taken from every client here.': 'httpAliasProhibited',
    'Clients are not authenticated by attestation.':
      'clientAttesterRoots clientAttesterRootsEnabled clientAttesterRootsOnly attestationChallengeTimeWindow',
  },
})
