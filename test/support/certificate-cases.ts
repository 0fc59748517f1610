import type { CertificateOptions } from './openssl.ts'

const basic = 'basicConstraints=critical,CA:TRUE'
export const ca = (...more: readonly string[]): CertificateOptions => ({ extensions: [basic, ...more] })
export const limited = (length: number): CertificateOptions => ({
  extensions: [`${basic},pathlen:${length}`],
})
export const client = (...extensions: readonly string[]): CertificateOptions => ({ extensions })
const called = (subject: string, ...extensions: readonly string[]): CertificateOptions => ({
  subject,
  extensions,
})
const unknown = '1.2.3.4=critical,DER:0500'
const demanding = 'policyConstraints=critical,requireExplicitPolicy:0'
const under = (constraint: string, ...names: readonly string[]) => [
  ca(`nameConstraints=critical,${constraint}`),
  client(...names.map((name) => `subjectAltName=${name}`)),
]
const constrained = (der: string, ...names: readonly string[]) => [
  ca(`nameConstraints=critical,DER:${der}`),
  client(...names.map((name) => `subjectAltName=${name}`)),
]
const spelt = '-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit'
const directory = (constraint: string, subject: string): readonly CertificateOptions[] => [
  {
    extensions: [basic, `nameConstraints=critical,${constraint};dirName:dir`],
    sections: ['[dir]', 'C=JP', 'O=Example'],
  },
  called(subject),
]

type Case = readonly [name: string, path: readonly CertificateOptions[], passes: boolean]

export const cases: readonly Case[] = [
  ['a root and a client', [ca(), client()], true],
  ['an authority between them', [ca(), ca(), client()], true],
  ['a client that is an authority too', [ca(), ca()], true],
  ['a length that is kept', [limited(1), ca(), client()], true],
  ["a root's length that is exceeded", [limited(0), ca(), client()], false],
  ['a length of 0 for clients alone', [ca(), limited(0), client()], true],
  ['a length of 0 with an authority below', [ca(), limited(0), ca(), client()], false],
  ['a length of 1 with two authorities below', [ca(), limited(1), ca(), ca(), client()], false],
  ['a longer length below a shorter one', [limited(0), limited(5), client()], false],
  ['a client that is an authority does not count', [limited(0), ca()], true],
  [
    'a self-issued authority does not count',
    [{ ...limited(0), subject: '/CN=One' }, { ...ca(), subject: '/CN=One' }, client()],
    true,
  ],
  [
    'but one below it does',
    [{ ...limited(0), subject: '/CN=One' }, { ...ca(), subject: '/CN=One' }, ca(), client()],
    false,
  ],
  ['an unknown critical extension of the client', [ca(), client(unknown)], false],
  ['an unknown extension of the client', [ca(), client('1.2.3.4=DER:0500')], true],
  ['an unknown critical extension of an authority', [ca(), ca(unknown), client()], false],
  ['an unknown extension of an authority', [ca(), ca('1.2.3.4=DER:0500'), client()], true],
  ['an unknown critical extension of the root', [ca(unknown), client()], false],
  ['a root that is no authority', [client(), client()], false],
  ['an issuer without constraints', [ca(), client(), client()], false],
  ['an issuer that is none', [ca(), client('basicConstraints=critical,CA:FALSE'), client()], false],
  ['an issuer with the usage alone', [ca(), client('keyUsage=critical,keyCertSign'), client()], false],
  ['an authority without the usage', [ca(), ca('keyUsage=critical,digitalSignature'), client()], false],
  ['an authority with the usage', [ca(), ca('keyUsage=critical,keyCertSign,cRLSign'), client()], true],
  ['a root without the usage', [ca('keyUsage=critical,cRLSign'), client()], false],
  ['a client that signs', [ca(), client('keyUsage=critical,digitalSignature')], true],
  ['a client that agrees on keys', [ca(), client('keyUsage=critical,keyAgreement')], true],
  ['a client that enciphers only', [ca(), client('keyUsage=critical,keyEncipherment')], false],
  ['a purpose of clients', [ca(), client('extendedKeyUsage=clientAuth')], true],
  ['a purpose of both', [ca(), client('extendedKeyUsage=critical,serverAuth,clientAuth')], true],
  ['a purpose of servers', [ca(), client('extendedKeyUsage=serverAuth')], false],
  ['a purpose of code', [ca(), client('extendedKeyUsage=critical,codeSigning')], false],
  ['an authority for servers', [ca(), ca('extendedKeyUsage=serverAuth'), client()], false],
  ['an authority for clients', [ca(), ca('extendedKeyUsage=clientAuth'), client()], true],
  ['an old certificate', [ca(), ca(), { days: 1 }], false],
  ['an old authority', [ca(), { ...ca(), days: 1 }, client()], false],
  ['an old root', [{ ...ca(), days: 1 }, client()], false],
  ['RSA and PSS', [{ ...ca(), key: '-algorithm RSA -pkeyopt rsa_keygen_bits:2048' }, client()], true],
  ['Ed25519', [{ ...ca(), key: '-algorithm ED25519' }, client()], true],
  [
    'P-384 and SHA-384',
    [{ ...ca(), key: '-algorithm EC -pkeyopt ec_paramgen_curve:P-384' }, { digest: 'sha384' }],
    true,
  ],
  ['RSASSA-PSS keys', [{ ...ca(), key: '-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048' }, client()], true],
  ['a permitted host', under('permitted;DNS:a.example', 'DNS:a.example'), true],
  ['a host below a permitted one', under('permitted;DNS:a.example', 'DNS:x.A.example'), true],
  ['a host that ends alike', under('permitted;DNS:a.example', 'DNS:xa.example'), false],
  ['a host elsewhere', under('permitted;DNS:a.example', 'DNS:b.example'), false],
  ['one host of two elsewhere', under('permitted;DNS:a.example', 'DNS:a.example,DNS:b.example'), false],
  ['a host below a dot', under('permitted;DNS:.a.example', 'DNS:x.a.example'), true],
  ['a host that has no dot before it', under('permitted;DNS:.a.example', 'DNS:a.example'), false],
  [
    'one of two permitted hosts',
    under('permitted;DNS:a.example,permitted;DNS:b.example', 'DNS:b.example'),
    true,
  ],
  ['an excluded host', under('excluded;DNS:a.example', 'DNS:x.a.example'), false],
  ['a host that is not excluded', under('excluded;DNS:a.example', 'DNS:b.example'), true],
  [
    'a permitted host that is excluded',
    under('permitted;DNS:example,excluded;DNS:a.example', 'DNS:a.example'),
    false,
  ],
  ['no host at all', under('permitted;DNS:a.example'), true],
  ['a host where mail is constrained', under('permitted;email:a.example', 'DNS:b.example'), true],
  ['a permitted mail host', under('permitted;email:a.example', 'email:x@a.example'), true],
  ['a mail host below it', under('permitted;email:a.example', 'email:x@b.a.example'), false],
  ['a mail host below a dot', under('permitted;email:.a.example', 'email:x@b.a.example'), true],
  ['a permitted mailbox', under('permitted;email:x@a.example', 'email:x@A.example'), true],
  ['another mailbox', under('permitted;email:x@a.example', 'email:y@a.example'), false],
  ['an excluded mailbox', under('excluded;email:x@a.example', 'email:x@a.example'), false],
  ['a permitted URI', under('permitted;URI:a.example', 'URI:https://a.example:8443/x'), true],
  ['a URI elsewhere', under('permitted;URI:a.example', 'URI:https://b.example/a.example'), false],
  ['a URI below a dot', under('permitted;URI:.a.example', 'URI:https://x.a.example/'), true],
  ['a URI without a host', under('permitted;URI:a.example', 'URI:urn:a.example'), false],
  ['a permitted address', under('permitted;IP:192.0.2.0/255.255.255.0', 'IP:192.0.2.7'), true],
  ['an address elsewhere', under('permitted;IP:192.0.2.0/255.255.255.0', 'IP:192.0.3.7'), false],
  ['an address of the other family', under('permitted;IP:192.0.2.0/255.255.255.0', 'IP:::1'), false],
  ['an excluded address', under('excluded;IP:192.0.2.0/255.255.255.0', 'IP:192.0.2.7'), false],
  ['an excluded address without a mask', constrained('300aa10830068704c0000200', 'IP:192.0.2.7'), false],
  ['an excluded address with half a mask', constrained('300ba10930078705c0000200ff', 'IP:192.0.2.7'), false],
  ['an excluded address that is none', constrained('3006a10430028700', 'IP:192.0.2.7'), false],
  [
    'an excluded address that is none, and no address',
    constrained('3006a10430028700', 'DNS:a.example'),
    true,
  ],
  ['an excluded mailbox without a person', under('excluded;email:@a.example', 'email:x@a.example'), false],
  ['an authority with its curve spelt out', [{ ...ca(), key: spelt }, client()], false],
  ['a client with its curve spelt out', [ca(), { key: spelt }], false],
  ['a permitted subject', directory('permitted', '/C=JP/O=example/CN=a'), true],
  ['a subject elsewhere', directory('permitted', '/C=JP/O=Other/CN=a'), false],
  ['an excluded subject', directory('excluded', '/C=JP/O=EXAMPLE/CN=a'), false],
  [
    'a name of a kind that is not compared',
    under('permitted;otherName:1.2.3;UTF8:a', 'otherName:1.2.3;UTF8:a'),
    false,
  ],
  ['no name of that kind', under('permitted;RID:1.2.3', 'DNS:a.example'), true],
  [
    'an address in the subject',
    [ca('nameConstraints=critical,permitted;email:a.example'), called('/CN=a/emailAddress=x@b.example')],
    false,
  ],
  [
    'a host in the common name',
    [ca('nameConstraints=critical,permitted;DNS:a.example'), called('/CN=b.example')],
    false,
  ],
  [
    'a constraint two levels above',
    [ca('nameConstraints=critical,excluded;DNS:a.example'), ca(), client('subjectAltName=DNS:a.example')],
    false,
  ],
  [
    'a constraint that another one narrows',
    [
      ca('nameConstraints=critical,permitted;DNS:example'),
      ca('nameConstraints=critical,permitted;DNS:a.example'),
      client('subjectAltName=DNS:b.example'),
    ],
    false,
  ],
  [
    'policies that nobody demands',
    [ca(), ca('certificatePolicies=1.2.3'), client('certificatePolicies=critical,1.2.4')],
    true,
  ],
  ['a demanded policy that is missing', [ca(), ca('certificatePolicies=1.2.3', demanding), client()], false],
  [
    'a demanded policy',
    [ca(), ca('certificatePolicies=1.2.3', demanding), client('certificatePolicies=1.2.3')],
    true,
  ],
  [
    'another policy',
    [ca(), ca('certificatePolicies=1.2.3', demanding), client('certificatePolicies=1.2.4')],
    false,
  ],
  [
    'any policy above a certain one',
    [ca(), ca('certificatePolicies=2.5.29.32.0', demanding), client('certificatePolicies=1.2.4')],
    true,
  ],
  [
    'any policy below',
    [ca(), ca('certificatePolicies=1.2.3', demanding), client('certificatePolicies=2.5.29.32.0')],
    true,
  ],
  [
    'any policy below, where it does not count',
    [
      ca(),
      ca('certificatePolicies=1.2.3', demanding, 'inhibitAnyPolicy=critical,0'),
      client('certificatePolicies=2.5.29.32.0'),
    ],
    false,
  ],
  [
    'any policy of a self-issued authority, where it counts for those alone',
    [
      ca(),
      { ...ca('certificatePolicies=1.2.3', demanding, 'inhibitAnyPolicy=critical,0'), subject: '/CN=One' },
      { ...ca('certificatePolicies=2.5.29.32.0'), subject: '/CN=One' },
      client('certificatePolicies=1.2.3'),
    ],
    true,
  ],
  [
    'a policy that is demanded of a certificate further below',
    [ca(), ca('policyConstraints=critical,requireExplicitPolicy:3'), client()],
    true,
  ],
  ['a policy that the client demands of itself', [ca(), ca(), client(demanding)], false],
]

const unreadable = ['15', '17', '19', '30', '32', '33', '36', '37', '54'].map((arc): Case => [
  `an extension 2.5.29.${arc} that cannot be read`,
  [ca(), ca(), client(`2.5.29.${arc}=DER:0500`)],
  false,
])

/** What OpenSSL lets pass and RFC 5280 lets us refuse, and the other way round. */
export const stricter: readonly Case[] = [
  ...unreadable,
  ['a certificate of version 1 that issues', [ca(), { isOld: true }, client()], false],
  ['a client of version 1', [ca(), { isOld: true }], true],
  [
    'a constraint with a maximum',
    [ca('2.5.29.30=critical,DER:300DA00B30098204612E6578810101'), client()],
    false,
  ],
  [
    'the same, tagged otherwise',
    [ca('2.5.29.30=critical,DER:300FA00D300B8204612E6578A103020101'), client()],
    false,
  ],
  ['an issuer without a name', [{ ...ca(), subject: '/' }, client()], false],
  ['a mail name without a host', under('excluded;email:a.example', 'email:x'), false],
  ['a host with a dot at its end', under('excluded;DNS:a.example', 'DNS:a.example.'), false],
  ['an excluded subject in wide letters', directory('excluded', '/C=JP/O=Ｅxample/CN=a'), false],
  ['an excluded wildcard', under('excluded;DNS:*.a.example', 'DNS:x.a.example'), false],
  ['an excluded host with a dot at its end', under('excluded;DNS:a.example.', 'DNS:a.example'), false],
  ['an excluded URI in full', under('excluded;URI:https://a.example', 'URI:https://a.example/'), false],
  ['a wildcard', under('permitted;DNS:a.example', 'DNS:*.a.example'), true],
  [
    'a host under the empty constraint',
    [ca('2.5.29.30=critical,DER:3006A00430028200'), client('subjectAltName=DNS:a.example')],
    true,
  ],
  [
    'a mail host under the empty constraint',
    [ca('2.5.29.30=critical,DER:3006A00430028100'), client('subjectAltName=email:x@a.example')],
    true,
  ],
  [
    'a policy that is mapped',
    [
      ca(),
      ca('certificatePolicies=1.2.3', demanding, 'policyMappings=critical,1.2.3:1.2.4'),
      client('certificatePolicies=1.2.4'),
    ],
    false,
  ],
  [
    'more names than are compared',
    [
      ca(
        `nameConstraints=critical,${Array.from({ length: 300 }, (_, i) => `permitted;DNS:h${i}.example`).join(',')}`,
      ),
      client(`subjectAltName=${Array.from({ length: 300 }, () => 'DNS:h1.example').join(',')}`),
    ],
    false,
  ],
  ['any purpose', [ca(), client('extendedKeyUsage=anyExtendedKeyUsage')], true],
  ['a signature over SHA-1', [ca(), { digest: 'sha1' }], false],
  [
    'an authority with a short key',
    [ca(), { ...ca(), key: '-algorithm RSA -pkeyopt rsa_keygen_bits:1024' }, client()],
    false,
  ],
  ['a client with a short key', [ca(), { key: '-algorithm RSA -pkeyopt rsa_keygen_bits:1024' }], false],
  [
    'an exponent of 3',
    [ca(), { key: '-algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3' }],
    true,
  ],
  ['an unknown curve', [ca(), { key: '-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1' }], false],
  ['Ed448', [ca(), { key: '-algorithm ED448' }], false],
  [
    'a critical pointer to a list that is not fetched',
    [ca(), client('crlDistributionPoints=critical,URI:http://a.example/')],
    false,
  ],
]
