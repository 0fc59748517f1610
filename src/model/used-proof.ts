/** A DPoP proof that was used: the key under which it must not pass again, and how long that matters. */
export interface UsedProof {
  /** The API at which it was used; the same proof may pass at another. */
  readonly api: string
  readonly jkt: string
  readonly jtiHash: string
  /** Epoch milliseconds after which the proof could not pass anyway. */
  readonly forgetAt: number
}
