import t from 'tap'
import { chooseSeconds, chooseTokenSeconds } from '../../../src/oauth/token/durations.ts'
import type { ServiceProperties } from '../../../src/model/service.ts'
import { clientOf, emptyBaseline, serviceOf } from '../../store/samples.ts'

const serviceWith = (properties: ServiceProperties) => ({
  ...serviceOf('1'),
  ...emptyBaseline,
  generation: 1,
  properties,
})

t.test('a duration that is none gives way to the default', async (t) => {
  for (const none of [undefined, 0, -1, 1.5, Number.NaN, '60' as unknown as number]) {
    t.equal(chooseSeconds(none, 7), 7, String(none))
  }
  t.equal(chooseSeconds(60, 7), 60)
})

t.test('no token outlives what a date can hold', async (t) => {
  const service = serviceWith({ accessTokenDuration: Number.MAX_SAFE_INTEGER })
  const seconds = chooseTokenSeconds('accessTokenDuration', { service, client: clientOf(1), scopes: [] })
  t.equal(seconds, 3_155_760_000)
  t.ok(new Date(Date.now() + seconds * 1000).getTime())
})

t.test('the call says more than the service, and a client can only shorten', async (t) => {
  for (const [ofService, ofClient, ofCall, expected] of [
    [100, undefined, undefined, 100],
    [100, 50, undefined, 50],
    [100, 200, undefined, 100],
    [100, 50, 300, 300],
    [undefined, 9_000_000, 0, 864_000],
  ] as const) {
    const service = serviceWith(ofService === undefined ? {} : { refreshTokenDuration: ofService })
    const extension = ofClient === undefined ? {} : { refreshTokenDuration: ofClient }
    const client = clientOf(1, { extension })
    t.equal(chooseTokenSeconds('refreshTokenDuration', { service, client, scopes: [] }, ofCall), expected)
  }
})
