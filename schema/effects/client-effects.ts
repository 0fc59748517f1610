import { listEffects } from './effects.ts'

/** The effect of each property of a client. A test compares it with Authlete's members and with the rules. */
export const clientEffects = listEffects({
  acts: {
    'who the client is': 'clientIdAlias clientIdAliasEnabled clientType locked',
    'how it authenticates':
      'clientSecret tokenAuthMethod tokenAuthSignAlg jwks jwksUri selfSignedCertificateKeyId tlsClientAuthSubjectDn tlsClientAuthSanDns tlsClientAuthSanUri tlsClientAuthSanIp tlsClientAuthSanEmail',
    'which of its requests are valid':
      'grantTypes responseTypes responseModes redirectUris requestUris requestSignAlg authorizationSignAlg requestObjectRequired parRequired pkceRequired pkceS256Required dpopRequired authorizationDetailsTypes defaultMaxAge defaultAcrs',
    'its tokens':
      'idTokenSignAlg idTokenEncryptionAlg userInfoSignAlg userInfoEncryptionAlg tlsClientCertificateBoundAccessTokens singleAccessTokenPerSubject',
    'its scopes and how long its tokens last': 'extension',
    'which clients client/get/list returns': 'developer',
    'what answers contain': 'attributes',
    'what lint reports, and no answer: an issue without `authTime`': 'authTimeRequired',
  },
  describes: {
    'the client, to the user who consents':
      'clientName clientNames description descriptions logoUri logoUris policyUri policyUris tosUri tosUris bcUserCodeRequired',
    'the client itself':
      'createdAt modifiedAt applicationType clientUri clientUris contacts softwareId softwareVersion organizationName loginUri clientSource sectorIdentifierUri derivedSectorIdentifier dynamicallyRegistered',
    'the client itself: what the client does or asks of its server, not of Authlete':
      'mtlsEndpointAliasesUsed',
  },
  none: {
    'Subjects are public here: the server gives `sub` where a client is to know another one.': 'subjectType',
    'FAPI modes are not here.': 'fapiModes',
    'JARM is not here.': 'authorizationEncryptionAlg authorizationEncryptionEnc',
    'Encrypted request objects are not here.':
      'requestEncryptionAlg requestEncryptionEnc frontChannelRequestObjectEncryptionRequired requestObjectEncryptionAlgMatchRequired requestObjectEncryptionEncMatchRequired',
    'What is to be encrypted is refused, so nothing asks how.': 'idTokenEncryptionEnc userInfoEncryptionEnc',
    'Dynamic client registration is not here.': 'registrationAccessTokenHash customMetadata',
    'CIBA is not here.': 'bcDeliveryMode bcNotificationEndpoint bcRequestSignAlg',
    'OpenID Federation is not here.':
      'automaticallyRegistered explicitlyRegistered clientRegistrationTypes entityId trustAnchorId trustChain trustChainExpiresAt trustChainUpdatedAt signedJwksUri',
    'There are no external attachments.': 'digestAlgorithm',
    'HTTP message signatures are not here.': 'rsRequestSigned rsSignedRequestKeyId',
    'Verifiable credentials (vci/*) are not here.':
      'credentialOfferEndpoint credentialResponseEncryptionRequired',
    'Logout is not here.': 'backchannelLogoutUri backchannelLogoutSessionRequired',
    'Client metadata documents are not here.':
      'metadataDocumentLocation metadataDocumentExpiresAt metadataDocumentUpdatedAt discoveredByMetadataDocument',
    'SPIFFE is not here.': 'spiffeId spiffeBundleEndpoint',
    'Tokens are not migrated.': 'inScopeForTokenMigration',
  },
})
