/** Text that is HTML already. */
export interface Html {
  readonly html: string
}

type Part = string | Html | readonly Html[]

/** HTML from a template, whose values are escaped unless they are HTML already. */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: String.raw({ raw: texts }, ...parts.map(writePart)) }
}

function writePart(part: Part): string {
  if (typeof part === 'string')
    return part.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  return 'html' in part ? part.html : part.map((one) => one.html).join('')
}
