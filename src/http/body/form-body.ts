/** A body of `application/x-www-form-urlencoded`: names and values in their order, and the octets that wrote them. */
export interface FormBody {
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly octets: Buffer
}

/** More than enough: the same bound would suffice for JSON. */
const maxFields = 10_000

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Parses a form (URL Standard §5.1), but refuses what that standard would replace or ignore. */
export function readForm(octets: Buffer): FormBody | { readonly error: string } {
  try {
    const pieces = utf8
      .decode(octets)
      .split('&')
      .filter((piece) => piece !== '')
    if (pieces.length > maxFields) return { error: `it has more than ${maxFields} members` }
    return { fields: pieces.map(readField), octets }
  } catch (error) {
    return {
      error: error instanceof URIError ? 'it is not valid percent-encoding of UTF-8' : 'it is not UTF-8',
    }
  }
}

/** Throws a URIError for octets that are not UTF-8, and for a percent sign without two digits. */
function readField(piece: string): readonly [string, string] {
  const [name = '', ...values] = piece.split('=').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
  return [name, values.join('=')]
}
