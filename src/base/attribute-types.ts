/** Names of attribute types in distinguished names, by their object identifiers. Names are case-insensitive. */
const names: Readonly<Record<string, string>> = {
  // X.520, RFC 4519, RFC 4514 §3; and the names that OpenSSL and Java use.
  '2.5.4.2': 'knowledgeInformation',
  '2.5.4.3': 'CN commonName',
  '2.5.4.4': 'SN surname',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C countryName',
  '2.5.4.7': 'L localityName',
  '2.5.4.8': 'ST S stateOrProvinceName',
  '2.5.4.9': 'street streetAddress',
  '2.5.4.10': 'O organizationName',
  '2.5.4.11': 'OU organizationalUnitName',
  '2.5.4.12': 'T title',
  '2.5.4.13': 'description',
  '2.5.4.14': 'searchGuide',
  '2.5.4.15': 'businessCategory',
  '2.5.4.16': 'postalAddress',
  '2.5.4.17': 'postalCode',
  '2.5.4.18': 'postOfficeBox',
  '2.5.4.19': 'physicalDeliveryOfficeName',
  '2.5.4.20': 'telephoneNumber',
  '2.5.4.21': 'telexNumber',
  '2.5.4.23': 'facsimileTelephoneNumber',
  '2.5.4.24': 'x121Address',
  '2.5.4.25': 'internationalISDNNumber internationaliSDNNumber',
  '2.5.4.26': 'registeredAddress',
  '2.5.4.27': 'destinationIndicator',
  '2.5.4.41': 'name',
  '2.5.4.42': 'GN givenName',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generation generationQualifier',
  '2.5.4.45': 'x500UniqueIdentifier',
  '2.5.4.46': 'DNQ dnQualifier',
  '2.5.4.51': 'houseIdentifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.72': 'role',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID userId',
  '0.9.2342.19200300.100.1.3': 'mail rfc822Mailbox',
  '0.9.2342.19200300.100.1.25': 'DC domainComponent',
  // PKCS #9 (RFC 2985).
  '1.2.840.113549.1.9.1': 'E email emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
  '1.2.840.113549.1.9.8': 'unstructuredAddress',
  // Qualified certificates (RFC 3739 §3.1.2).
  '1.3.6.1.5.5.7.9.1': 'dateOfBirth',
  '1.3.6.1.5.5.7.9.2': 'placeOfBirth',
  '1.3.6.1.5.5.7.9.3': 'gender',
  '1.3.6.1.5.5.7.9.4': 'countryOfCitizenship',
  '1.3.6.1.5.5.7.9.5': 'countryOfResidence',
  // Extended validation (CA/Browser Forum, EV Guidelines §9.2), with OpenSSL's names.
  '1.3.6.1.4.1.311.60.2.1.1':
    'jurisdictionL jurisdictionLocalityName jurisdictionOfIncorporationLocalityName',
  '1.3.6.1.4.1.311.60.2.1.2':
    'jurisdictionST jurisdictionStateOrProvinceName jurisdictionOfIncorporationStateOrProvinceName',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC jurisdictionCountryName jurisdictionOfIncorporationCountryName',
  // Java's own.
  '1.3.6.1.4.1.42.2.11.2.1': 'IP',
}

const identifiers = new Map(
  Object.entries(names).flatMap(([identifier, words]) =>
    words
      .toLowerCase()
      .split(' ')
      .map((word): [string, string] => [word, identifier]),
  ),
)

/** The object identifier of an attribute type; an unknown name stays as it is, in lower case. */
export function identifyType(type: string): string {
  const name = type.toLowerCase()
  return identifiers.get(name) ?? name
}
