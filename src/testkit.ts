export { createTestkit, type Testkit, type TestkitSettings } from './testkit/testkit.ts'
export { certificateFlaws, type CertificateBreak } from './testkit/certificate-flaws.ts'
export { proofFlaws, type ProofBreak } from './testkit/proof-flaws.ts'
export type { CertificateOptions, MadeCertificate } from './testkit/certificate.ts'
export type { ClientAssertionOptions, RequestObjectOptions } from './testkit/client-jwt.ts'
export type { Flaw } from './testkit/flaw.ts'
export type { TestKey } from './testkit/key.ts'
export type { ProofOptions } from './testkit/proof.ts'
export type {
  CertificateOrder,
  ClientAssertionOrder,
  ProofOrder,
  RequestObjectOrder,
} from './testkit/former-names.ts'
