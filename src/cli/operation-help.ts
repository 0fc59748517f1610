import type { TSchema } from '@sinclair/typebox'
import { describeForms } from '../base/time.ts'
import { listParameters, type AdminOperation } from '../admin/doors/operations.ts'

/** The name of an operation on the command line. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

export function takesRequest({ body, query }: AdminOperation): boolean {
  return body !== undefined || query !== undefined
}

/** The usage line of an operation. */
export function describeUsage(operation: AdminOperation): string {
  const parameters = listParameters(operation).map((name) => kebab(name).replaceAll('-', '_').toUpperCase())
  const request = takesRequest(operation) ? ['[JSON]'] : []
  return [kebab(operation.name), ...parameters, ...request].join(' ')
}

/** The help of one operation: what it does, its usage, and the members of its body or query. */
export function describeOperation(operation: AdminOperation): string {
  const { method, url, summary, body, query } = operation
  const request = body ?? query
  const { description = '' } = request ?? {}
  return [
    `Usage: gm-mock admin ${describeUsage(operation)}`,
    '',
    `${summary}. The same as ${method} /_mock${url}.`,
    ...(request === undefined
      ? []
      : ['', `JSON is a text, @FILE, or - for the standard input. ${description}`.trimEnd()]),
    ...listForms(request).flatMap(describeForm),
    '',
  ].join('\n')
}

/** The forms of a body or query: one, or several alternatives. */
function listForms(request: TSchema | undefined): readonly TSchema[] {
  if (request === undefined) return []
  return (request['oneOf'] as readonly TSchema[] | undefined) ?? [request]
}

function describeForm({ properties, required }: TSchema, index: number): readonly string[] {
  const members = Object.entries(properties as Readonly<Record<string, TSchema>>)
  const needed = new Set(required as readonly string[] | undefined)
  const width = Math.max(...members.map(([name]) => name.length)) + 2
  const lines = members.map(([name, schema]) => {
    const words = [describeType(schema), ...(needed.has(name) ? ['required'] : [])]
    const description = schema.description === undefined ? '' : `: ${schema.description}`
    return `  ${name.padEnd(width)}${words.join(', ')}${description}`
  })
  return ['', index === 0 ? 'Its members:' : 'Or:', ...lines]
}

function describeType({ const: only, enum: choices, type, items, format }: TSchema): string {
  if (format === 'instant') return 'time'
  if (describeForms(format) !== undefined) return 'duration'
  if (only !== undefined) return String(only)
  if (choices !== undefined) return (choices as readonly string[]).join(' | ')
  if (type === 'array' && items !== undefined) return `array of ${describeType(items as TSchema)}`
  return [type].flat().join(' or ')
}
