import { plainLog } from '../../src/base/log.ts'
import { pino } from 'pino'
import type { Test } from 'tap'
import { buildMock, type Mock } from '../../src/app.ts'
import { defaultConfig, type Config } from '../../src/config/config.ts'

/** A mock with the machine's clock and no log, closed when the test ends; for tests of what a start reads. */
export async function build(t: Test, config: Partial<Config>): Promise<Mock> {
  const mock = await buildMock(
    { ...defaultConfig(), port: 0, ...config },
    { log: plainLog(pino({ level: 'silent' })) },
  )
  t.teardown(() => mock.app.close())
  return mock
}
