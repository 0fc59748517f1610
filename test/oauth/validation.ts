import type { Test } from 'tap'
import {
  createProofValidator,
  type ProofValidation,
  type ProofExpectations,
} from '../../src/oauth/dpop/proof.ts'
import type { DpopReason } from '../../src/oauth/dpop/checks.ts'
import { endpoint, startOfTests } from '../support/mock.ts'
import { hash, makeKey, signText, type TestKey } from '../support/requests/proof.ts'

export const accessToken = 'an-access-token'
export const grantId = 'a-grant'
export const uri = `${endpoint}/${grantId}`
export const window = { pastSeconds: 300, futureSeconds: 60 }
export const nowSeconds = startOfTests / 1000
export const nonces = { current: 'nonce-of-now', previous: 'nonce-before', until: startOfTests + 400_000 }

/** The key to which the access token of these tests is bound. */
export const key = await makeKey('ES256')

export function expectFor(jkt: string, changes: Partial<ProofExpectations> = {}): ProofExpectations {
  return {
    accessToken,
    jkt,
    method: 'GET',
    uri,
    nonces,
    nonceRequired: false,
    now: startOfTests,
    window,
    ...changes,
  }
}

type Members = Readonly<Record<string, unknown>>

/** How a proof differs from a good one. A member that is undefined is left out. */
export interface Deviation {
  readonly header?: Members
  readonly payload?: Members
  /** Changes to the JSON text, after those to the members. */
  readonly rewriteHeader?: (text: string) => string
  readonly rewritePayload?: (text: string) => string
  /** Changes to the compact serialisation, after signing. */
  readonly rewriteProof?: (proof: string) => string
  readonly signWith?: TestKey
}

/** A proof with the given deviations, always signed with ES256, whatever its header says. */
export async function writeProof(deviation: Deviation = {}): Promise<string> {
  const same = (text: string): string => text
  const { rewriteHeader = same, rewritePayload = same, rewriteProof = same, signWith = key } = deviation
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk, ...deviation.header }
  const claims = { jti: 'a-proof', htm: 'GET', htu: uri, ath: hash(accessToken), iat: nowSeconds }
  const payload = { ...claims, ...deviation.payload }
  const [headerText, payloadText] = [
    rewriteHeader(JSON.stringify(header)),
    rewritePayload(JSON.stringify(payload)),
  ]
  return rewriteProof(await signText(signWith, headerText, payloadText))
}

/** One row of a table of proofs that must be refused. */
export interface RefusedProof extends Deviation {
  readonly name: string
  readonly check: string
  readonly reason?: DpopReason
  readonly detail?: string | RegExp
  readonly expected?: Partial<ProofExpectations>
}

const examine = createProofValidator()

/** Asserts that each proof is refused by the named check, and that nothing would be recorded as spent. */
export async function refuseAll(t: Test, rows: readonly RefusedProof[]): Promise<void> {
  for (const { name, check, reason = 'dpop_proof_invalid', detail, expected, ...deviation } of rows) {
    const examination = await examine(await writeProof(deviation), expectFor(key.jkt, expected))
    const verdict = examination.verdicts.at(-1)
    t.match(verdict, { verdict: 'fail', check, reason }, name)
    t.match(verdict, { detail }, `${name}: detail`)
    t.notOk('replayKey' in examination, `${name}: nothing is spent`)
    const before = examination.verdicts.slice(0, -1)
    t.notOk(
      before.some((earlier) => earlier.verdict === 'fail'),
      `${name}: it is the first failure`,
    )
  }
}

/** One row of a table of proofs that must pass. */
export interface AcceptedProof extends Deviation {
  readonly name: string
  readonly expected?: Partial<ProofExpectations>
}

export async function acceptAll(t: Test, rows: readonly AcceptedProof[]): Promise<void> {
  for (const { name, expected, ...deviation } of rows) {
    const examination = await examine(await writeProof(deviation), expectFor(key.jkt, expected))
    t.strictSame(findFailures(examination), [], name)
    t.ok('replayKey' in examination, `${name}: the use is described`)
  }
}

export function findFailures({ verdicts }: ProofValidation): readonly unknown[] {
  return verdicts.filter(({ verdict }) => verdict === 'fail')
}
