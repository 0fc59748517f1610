import t from 'tap'
import type { Service } from '../../../src/model/service.ts'
import { checkDisplay, readDisplay } from '../../../src/oauth/authorization/interaction.ts'
import { toParameters } from '../../../src/oauth/parameters.ts'

const service = { properties: {} } as Service

t.test('what every object has is no display mode', async (t) => {
  for (const name of ['constructor', '__proto__', 'toString', 'PAGE']) {
    const parameters = toParameters([['display', name]])
    t.match(checkDisplay(parameters, service), { verdict: 'fail', reason: 'display_invalid' }, name)
    t.equal(readDisplay(parameters), undefined, name)
  }
})
