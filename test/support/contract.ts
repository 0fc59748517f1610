import { Ajv2020 } from 'ajv/dist/2020.js'
import type { FastifyInstance } from 'fastify'
import { timeFormats } from '../../src/base/time.ts'

/** An answer as it went over the wire. */
export interface WireAnswer {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly contentType: string
  readonly body: string
}

interface Operation {
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>
}

type Document = { readonly paths: Record<string, Record<string, Operation>> }

type AnswerCheck = (answer: WireAnswer) => void

const formats = { ...timeFormats, 'date-time': true, instant: true } as const

let check: AnswerCheck | undefined

/**
 * Checks answers against the contract that the mock itself publishes; what it does not name may not be answered. Every
 * mock of a process publishes the same contract, so it is read and compiled once.
 */
export function contractOf(app: FastifyInstance): AnswerCheck {
  check ??= createCheck(app.swagger() as unknown as Document)
  return check
}

function createCheck({ paths }: Document): AnswerCheck {
  const ajv = new Ajv2020({ strict: false, formats })
  const patterns = Object.entries(paths).map(
    ([path, operations]) => [new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), operations] as const,
  )
  return (answer) => {
    const path = answer.url.replace(/^https?:\/\/[^/?]*/i, '').split('?')[0] ?? ''
    const operation = patterns.find(([pattern]) => pattern.test(path))?.[1][answer.method.toLowerCase()]
    if (operation === undefined || path === '/openapi.json') return
    const place = `${answer.method} ${path} ${answer.status}`
    const response = operation.responses[String(answer.status)]
    if (response === undefined) throw new Error(`${place} is not in the contract: ${answer.body}`)
    if (answer.body === '' && [204, 302].includes(answer.status)) return
    const schema = response.content?.[answer.contentType.split(';')[0] ?? '']?.schema
    if (schema === undefined) throw new Error(`${place} has no ${answer.contentType} in the contract`)
    const value: unknown = answer.contentType.startsWith('text/') ? answer.body : JSON.parse(answer.body)
    if (!ajv.validate(schema, value))
      throw new Error(`${place} breaks the contract: ${ajv.errorsText()}\n${answer.body}`)
  }
}
