import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { createLog } from '../../src/base/log.ts'
import type { LogFormat, LogLevel } from '../../src/config/log-names.ts'

async function logLines(level: LogLevel, format: LogFormat): Promise<string> {
  const destination = new PassThrough({ encoding: 'utf8' })
  const { logger } = await createLog(level, format, destination)
  logger.debug({ method: 'POST', path: '/api/1/gm', status: 200, durationMs: 3 }, 'answered')
  logger.info('ready')
  logger.error('broken')
  return String(destination.read() ?? '')
}

const cases = [
  ['info', 'json', ['ready', 'broken'], ['answered']],
  ['debug', 'json', ['answered', 'ready', 'broken'], []],
  ['error', 'pretty', ['broken'], ['answered', 'ready']],
  ['debug', 'pretty', ['answered POST /api/1/gm 200 in 3 ms', 'ready', 'broken'], []],
  ['silent', 'json', [], ['answered', 'ready', 'broken']],
  ['silent', 'pretty', [], ['answered', 'ready', 'broken']],
] as const
for (const [level, format, present, absent] of cases) {
  t.test(`a log of level ${level} in format ${format} has what the level lets through`, async (t) => {
    const text = await logLines(level, format)
    for (const word of present) t.ok(text.includes(word), word)
    for (const word of absent) t.notOk(text.includes(word), word)
    if (format === 'json')
      for (const line of text.split('\n').slice(0, -1)) t.type(JSON.parse(line), 'object')
  })
}

t.test('any number of logs write to one destination, and none listens to it', async (t) => {
  const destination = new PassThrough({ encoding: 'utf8' })
  for (const index of Array(20).keys()) {
    const { logger } = await createLog('info', 'pretty', destination)
    logger.info(`line ${index}`)
  }
  t.match(destination.read(), /line 0\n[^]*line 19\n$/)
  t.strictSame(destination.eventNames(), new PassThrough().eventNames())
})

for (const format of ['pretty', 'json'] as const) {
  t.test(
    `lines of calls wait for each other, and come before what is written at once, in ${format}`,
    async (t) => {
      const destination = new PassThrough({ encoding: 'utf8' })
      const { logger, writeCall, isColoured } = await createLog('info', format, destination)
      t.equal(isColoured, false)
      for (const name of ['one', 'two'])
        writeCall(
          'info',
          () => ({ name }),
          () => `call ${name}\n      more`,
        )
      t.equal(destination.read(), null)
      logger.info('at once')
      const written = String(destination.read())
      t.match(written, /call one[^]*call two[^]*at once/)
      t.equal(written.includes('more'), format === 'pretty')
      writeCall(
        'warn',
        () => ({}),
        () => 'later',
      )
      await once(destination, 'readable')
      t.match(
        destination.read(),
        format === 'pretty' ? /^\[.*\] WARN: later\n$/ : /"level":40.*"msg":"later"/,
      )
    },
  )
}
