/** A used DPoP proof or assertion: its replay key, and how long it is stored. */
export interface UsedProof {
  /** The API at which it was used; the same proof is valid at another. */
  readonly api: string
  readonly jkt: string
  readonly jtiHash: string
  /** Epoch milliseconds after which the proof would be refused anyway. */
  readonly forgetAt: number
}
