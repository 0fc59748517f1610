import type { CertificateOptions } from './certificate.ts'
import type { ClientAssertionOptions, RequestObjectOptions } from './client-jwt.ts'
import type { ProofOptions } from './proof.ts'

/** @deprecated Named `CertificateOptions`; this name goes with 1.0. */
export type CertificateOrder = CertificateOptions

/** @deprecated Named `ClientAssertionOptions`; this name goes with 1.0. */
export type ClientAssertionOrder = ClientAssertionOptions

/** @deprecated Named `ProofOptions`; this name goes with 1.0. */
export type ProofOrder = ProofOptions

/** @deprecated Named `RequestObjectOptions`; this name goes with 1.0. */
export type RequestObjectOrder = RequestObjectOptions
