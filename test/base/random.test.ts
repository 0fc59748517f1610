import t from 'tap'
import { makeKey } from '../../src/testkit/key.ts'
import { createRandom, type Random } from '../../src/base/random.ts'

const draws: Readonly<Record<string, (random: Random) => unknown>> = {
  bytes: (random) => random.bytes(16).toString('hex'),
  tokens: (random) => random.token(),
  ids: (random) => random.digits(14),
  keys: (random) => makeKey(random),
}

for (const [what, draw] of Object.entries(draws)) {
  const drawTwice = (seed?: string): readonly unknown[] => {
    const random = createRandom(seed)
    return [draw(random), draw(random)]
  }
  t.test(`a seed repeats ${what}, another seed and no seed do not`, async (t) => {
    const seeded = drawTwice('seed')
    t.strictSame(drawTwice('seed'), seeded)
    const others = [drawTwice('other seed'), drawTwice(), drawTwice()]
    const all = [seeded, ...others].flat().map((value) => JSON.stringify(value))
    t.equal(new Set(all).size, all.length, 'nothing else is the same')
  })
}

for (const seed of [undefined, 'seed']) {
  t.test(`values ${seed === undefined ? 'without' : 'with'} a seed have their form`, async (t) => {
    const random = createRandom(seed)
    for (const length of [1, 16, 40]) t.equal(random.bytes(length).length, length)
    const tokens = Array.from({ length: 200 }, () => random.token())
    t.ok(tokens.every((token) => /^[\w-]{43}$/.test(token)))
    const ids = Array.from({ length: 200 }, () => random.digits(10))
    t.ok(ids.every((id) => /^[1-9]\d{9}$/.test(id)))
  })
}

t.test('no token comes twice', async (t) => {
  const random = createRandom()
  const tokens = Array.from({ length: 1000 }, () => random.token())
  t.equal(new Set(tokens).size, tokens.length)
  t.notOk(
    tokens.some((token) => token.startsWith('AAAAAAAAAA')),
    'none is made of erased octets',
  )
})
