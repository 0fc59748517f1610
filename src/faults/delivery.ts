/** An HTTP response. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** How a connection ends, other than by HTTP. */
export interface Ending {
  /** By TCP: a reset, or an ordinary close. */
  readonly how: 'reset' | 'close'
  /** Resolves when it is time. */
  readonly due: () => Promise<void>
}

/**
 * What replaces an API's own answer: another response, or the end of the connection, which a response without a length
 * may precede.
 */
export type Delivery =
  | { readonly answer: WireAnswer; readonly ending?: undefined }
  | { readonly answer?: WireAnswer; readonly ending: Ending }
