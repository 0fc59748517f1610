/** The clock of a service: the machine's clock, a fixed instant (epoch ms), or the machine's clock with an offset. */
export type ClockSetting =
  | { readonly mode: 'real' }
  | { readonly mode: 'frozen'; readonly now: number }
  | { readonly mode: 'offset'; readonly offsetSeconds: number }
