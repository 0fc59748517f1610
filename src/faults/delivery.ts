/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** How a connection ends that HTTP would not end so. */
export interface Ending {
  /** By TCP: a reset, or an ordinary close. */
  readonly how: 'reset' | 'close'
  /** Resolves when it is time. */
  readonly due: () => Promise<void>
}

/** What takes the place of an API's own answer: another answer, or an end, before which an answer without a length may come. */
export type Delivery =
  | { readonly answer: WireAnswer; readonly ending?: undefined }
  | { readonly answer?: WireAnswer; readonly ending: Ending }
