import type { ServerResponse } from 'node:http'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import type { Test } from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import type { GmRequest } from '../../schema/gm.ts'
import type { Admin } from '../../src/admin/admin.ts'
import { buildMock } from '../../src/app.ts'
import { plainLog } from '../../src/base/log.ts'
import { defaultConfig, type Config } from '../../src/config/config.ts'
import { contractOf, type WireAnswer } from './contract.ts'

export const serviceId = '700'
export const apiToken = 'service-token'
export const endpoint = 'https://as.example.com/grants'

/** 2026-01-01T00:00:00Z, where the tests' clock stands still. */
export const startOfTests = 1_767_225_600_000

export const oneService: Fixtures = {
  services: [{ serviceId, grantManagementEndpoint: endpoint, apiTokens: [{ apiToken }] }],
}

export interface GmAnswer {
  readonly resultCode: string
  readonly resultMessage: string
  readonly action: string
  readonly responseContent?: string
  readonly dpopNonce?: string
}

export interface TestMock {
  readonly app: FastifyInstance
  readonly admin: Admin
  /** Every answer is checked against the published contract. */
  readonly inject: (options: InjectOptions) => Promise<LightMyRequestResponse>
  /** A call to POST /gm of the one service; fails unless it is answered with 200. */
  readonly gm: (request: GmRequest) => Promise<GmAnswer>
  /** The machine's clock, in epoch milliseconds; it moves when a test says so. */
  readonly time: { now: number }
  /** Listens on a free port; answers over the socket are checked too. */
  readonly listen: () => Promise<string>
  /** What the mock does every second, done now. */
  readonly sweep: () => Promise<void>
  /** What was logged, as one text. */
  readonly log: () => string
}

export interface TestMockOptions extends Partial<Config> {
  readonly world?: Fixtures
}

/** The production app with a clock that stands still, closed when the test ends. */
export async function startTestMock(t: Test, options: TestMockOptions = {}): Promise<TestMock> {
  const { world = oneService, ...config } = options
  const time = { now: startOfTests }
  const lines: string[] = []
  const logger = pino(
    { level: config.logLevel ?? 'debug' },
    { write: (line: string) => void lines.push(line) },
  )
  const environment = { log: plainLog(logger), fixtures: world, systemClock: () => time.now }
  const { app, admin, sweep } = await buildMock({ ...defaultConfig(), port: 0, ...config }, environment)
  t.teardown(() => app.close())
  const check = contractOf(app)
  const inject = async (call: InjectOptions): Promise<LightMyRequestResponse> => {
    const response = await app.inject(call)
    const { statusCode: status, body, headers } = response
    const { method = 'GET', url = '' } = call
    if (typeof url !== 'string') throw new Error('tests name their URL as text')
    check({ method, url, status, contentType: String(headers['content-type']), body })
    return response
  }
  return {
    app,
    admin,
    inject,
    gm: (request) => callGm(inject, request),
    time,
    listen: () => {
      watchAnswers(app, (answer) => {
        try {
          check(answer)
        } catch (error) {
          t.fail(String(error))
        }
      })
      return app.listen({ port: 0, host: '127.0.0.1' })
    },
    sweep,
    log: () => lines.join(''),
  }
}

async function callGm(inject: TestMock['inject'], request: object): Promise<GmAnswer> {
  const response = await inject({
    method: 'POST',
    url: `/api/${serviceId}/gm`,
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    payload: JSON.stringify(request),
  })
  if (response.statusCode !== 200)
    throw new Error(`POST /gm answered ${response.statusCode}: ${response.body}`)
  return response.json<GmAnswer>()
}

/** Reads along what a listening server writes: headers by `writeHead`, then the body in one piece by `end`. */
function watchAnswers(app: FastifyInstance, onAnswer: (answer: WireAnswer) => void): void {
  app.server.prependListener('request', ({ method = '', url = '' }, response: ServerResponse) => {
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
    const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse
    let contentType = ''
    response.writeHead = (...args: unknown[]) => {
      contentType = String((args.at(-1) as Record<string, unknown>)['content-type'])
      return writeHead(...args)
    }
    response.end = ((...args: unknown[]) => {
      const body = typeof args[0] === 'string' ? args[0] : ''
      const type = contentType === 'undefined' ? String(response.getHeader('content-type')) : contentType
      onAnswer({ method, url, status: response.statusCode, contentType: type, body })
      return end(...args)
    }) as ServerResponse['end']
  })
}
