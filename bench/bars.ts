/** One figure that the benchmark demands: a ratio to what it is compared with, or milliseconds. */
export interface Bar {
  readonly figure: string
  /** What the figure is a ratio to; without it, it is milliseconds. */
  readonly of?: string
  /** How many calls of the other one the figure does the work of. */
  readonly calls?: number
  readonly least?: number
  readonly most?: number
}

export const floor2 = 'floor 2: and two look-ups'

/** The bars of `npm run bench`. Those without `least` and `most` are only told. */
export const bars: readonly Bar[] = [
  { figure: 'QUERY, bearer', of: floor2, least: 0.5 },
  { figure: 'QUERY, bearer, at info', of: 'QUERY, bearer', least: 0.9 },
  { figure: 'QUERY, certificate', of: floor2, least: 0.5 },
  { figure: 'introspection', of: floor2, least: 0.35 },
  { figure: 'QUERY, DPoP ES256', of: 'floor 3: ES256', least: 0.6 },
  { figure: 'QUERY, DPoP RS256', of: 'floor 3: RS256' },
  { figure: 'QUERY, DPoP EdDSA', of: 'floor 3: EdDSA' },
  { figure: 'REVOKE, on disk', of: 'floor of REVOKE', least: 0.6 },
  { figure: 'code flow, three calls', of: floor2, calls: 3, least: 0.2 },
  { figure: 'start to ready', of: 'floor S', most: 2.2 },
  { figure: 'memory, idle', of: floor2, most: 1.2 },
  { figure: 'memory after load', of: floor2, most: 1.5 },
]

/** The bars of `npm run bench:growth`. */
export const growthBars: readonly Bar[] = [
  { figure: 'QUERY among many grants', of: 'QUERY among 100 grants', least: 0.9 },
  { figure: 'QUERY among many grants, each another', of: 'QUERY among 100 grants' },
  { figure: 'QUERY among many services', of: 'QUERY among 10 services', least: 0.9 },
  { figure: 'QUERY among many services, each of another', of: 'QUERY among 10 services' },
  { figure: 'making a service, p50', most: 2 },
  { figure: 'making a service among many', of: 'making one among 10', most: 1.25 },
  { figure: 'minting a token, p50', most: 2 },
  { figure: 'minting a token among many', of: 'minting one among 10', most: 1.25 },
  { figure: 'memory at the end of the soak', of: 'the second minute', most: 1.05 },
]

/** What was measured for a bar; `detail` says of what, where several share one. */
export interface Measured {
  readonly figure: string
  readonly detail?: string
  readonly value: number
}

export interface Judgement {
  readonly isMet: boolean
  readonly text: string
}

/** What a bar says of a figure. */
export function judge({ figure, detail, value }: Measured, table: readonly Bar[]): Judgement {
  const bar = table.find((candidate) => candidate.figure === figure)
  if (bar === undefined) throw new Error(`no bar is named ${figure}`)
  const name = detail === undefined ? figure : `${figure} (${detail})`
  const told = `${name}: ${value.toFixed(2)} ${unitOf(bar)}`
  const [limit, excess] = readLimit(bar, value)
  if (limit === undefined) return { isMet: true, text: `${told}; told` }
  // A figure that could not be measured meets nothing.
  if (excess <= 0) return { isMet: true, text: `${told}; ${limit}: met` }
  return { isMet: false, text: `${told}; ${limit}: missed by ${excess.toFixed(2)}` }
}

function unitOf({ of, calls }: Bar): string {
  if (of === undefined) return 'ms'
  return calls === undefined ? `of ${of}` : `of ${calls} calls of ${of}`
}

function readLimit(
  { least, most }: Bar,
  value: number,
): readonly [limit: string | undefined, excess: number] {
  if (least !== undefined) return [`at least ${least}`, least - value]
  if (most !== undefined) return [`at most ${most}`, value - most]
  return [undefined, 0]
}
