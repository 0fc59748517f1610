import type { UsedProof } from '../../model/used-proof.ts'
import { dueOfProof } from './due.ts'
import { changeOne, exists, type Query } from './unit.ts'

/** The unique key accepts one of two equal proofs. */
export function recordProof(generation: number, { api, jkt, jtiHash, forgetAt }: UsedProof): Query<boolean> {
  const text = `INSERT INTO proofs VALUES (?, ?, ?, ?, ?, ${dueOfProof}) ON CONFLICT DO NOTHING`
  return changeOne(text, [generation, api, jkt, jtiHash, forgetAt, forgetAt, generation])
}

export function isProofUsed(generation: number, { api, jkt, jtiHash }: UsedProof): Query<boolean> {
  const values = [generation, api, jkt, jtiHash]
  return exists('FROM proofs WHERE generation = ? AND api = ? AND jkt = ? AND jti_hash = ?', values)
}
