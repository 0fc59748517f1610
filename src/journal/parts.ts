/** Texts that are stored as one, with the numbers that part them. */
export interface Parts {
  text: string
  readonly numbers: number[]
}

export function addPart(parts: Parts, part: string): void {
  parts.text += part
  parts.numbers.push(part.length)
}

export function addOptionalPart(parts: Parts, part: string | undefined): void {
  if (part === undefined) parts.numbers.push(0)
  else {
    parts.text += part
    parts.numbers.push(part.length + 1)
  }
}

/** Takes parts and numbers in the order in which they were added. */
export interface PartsReader {
  takeNumber(): number
  take(): string
  takeOptional(): string | undefined
}

export function readParts({ text, numbers }: Parts): PartsReader {
  let place = 0
  let index = 0
  const takeNumber = (): number => numbers[index++] as number
  const cut = (length: number): string => {
    place += length
    return text.slice(place - length, place)
  }
  return {
    takeNumber,
    take: () => cut(takeNumber()),
    takeOptional: () => {
      const number = takeNumber()
      return number === 0 ? undefined : cut(number - 1)
    },
  }
}

/** The most octets that a number takes. */
export const maxNumberOctets = 5

/** Writes numbers with seven bits in each octet, nearly all of them in one. Returns the place behind them. */
export function writeNumbers(octets: Buffer, start: number, numbers: readonly number[]): number {
  let place = start
  for (const number of numbers) {
    let rest = number
    for (; rest > 127; rest >>>= 7) octets[place++] = (rest & 127) | 128
    octets[place++] = rest
  }
  return place
}

export function readNumbers(octets: Buffer): number[] {
  const numbers: number[] = []
  let [number, shift] = [0, 0]
  for (const octet of octets) {
    number |= (octet & 127) << shift
    shift += 7
    if (octet > 127) continue
    numbers.push(number)
    number = shift = 0
  }
  return numbers
}
