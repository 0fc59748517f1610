/** How a service tells the time: the machine's clock, a fixed instant (epoch ms), or the machine's clock moved. */
export type ClockSetting =
  | { readonly mode: 'real' }
  | { readonly mode: 'frozen'; readonly now: number }
  | { readonly mode: 'offset'; readonly offsetSeconds: number }
