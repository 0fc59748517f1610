// The texts come from the tested server and may be long, so every pattern here is linear.

/** Whether a line belongs to a stack trace: `at`, something, and a line number. */
export function hasStackTrace(text: string): boolean {
  return text.split(/[\n\r\u2028\u2029]/).some(isTraceLine)
}

function isTraceLine(line: string): boolean {
  const text = line.trimStart()
  if (!text.startsWith('at ')) return false
  const place = text.slice(4)
  const separator = place.search(/[:(]/)
  return separator !== -1 && /:\d/.test(place.slice(separator + 2))
}

/** Whether the text contains the path of a source file in a folder. */
export function hasFilePath(text: string): boolean {
  const pieces = text.split('/')
  return pieces.some(
    (piece, index) => index > 1 && startsWithFile.test(piece) && folderName.test(String(pieces[index - 1])),
  )
}

const startsWithFile = /^[\w.-]+\.(?:js|ts|mjs|java|rb|go|py)\b/

const folderName = /^[\w.-]+$/
