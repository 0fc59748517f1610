import fc from 'fast-check'
import t from 'tap'
import { mintBound } from '../../support/requests/proof.ts'
import { endpoint, serviceId, startTestMock, type TestMock } from '../../support/mock.ts'

/** What a query for a grant is answered that comes with a proof for this URI, and without `htu`. */
async function query(mock: TestMock, grantId: string, htu: string): Promise<string> {
  const { request } = await mintBound(mock, 'ES256', { grant: { grantId } })
  return (await mock.gm(await request({ payload: { htu } }))).resultCode
}

const [passes, refused, impossible] = ['A277001', 'A281307', 'A278204']

const cases: readonly (readonly [grantId: string, segment: string, expected: string])[] = [
  ['b', 'b', passes],
  ['a/../b', 'b', refused],
  ['a/../b', 'a/../b', refused],
  ['a/../b', 'a%2F..%2Fb', passes],
  ['a/../b', 'a%2f%2E%2e%2fb', passes],
  ['%61', 'a', refused],
  ['%61', '%61', refused],
  ['%61', '%2561', passes],
  ['%2561', '%2561', refused],
  ['a', '%61', passes],
  ['a?b', 'a', refused],
  ['a?b', 'a?b', refused],
  ['a?b', 'a%3Fb', passes],
  ['a#b', 'a', refused],
  ['a#b', 'a%23b', passes],
  ['./a', 'a', refused],
  ['a/.', 'a/', refused],
  ['a/', 'a/', refused],
  ['a/', 'a%2F', passes],
  ['a b', 'a%20b', passes],
  ['a b', 'a+b', refused],
  ['a+b', 'a+b', passes],
  ['a+b', 'a%2Bb', passes],
  ['a:b', 'a:b', passes],
  ['a:b', 'a%3Ab', passes],
  ["it's(1)!*", "it's(1)!*", passes],
  ["it's(1)!*", 'it%27s%281%29%21%2A', passes],
  ['ä', '%C3%A4', passes],
  ['ä', '%E4', refused],
  ['a\\b', 'a%5Cb', passes],
  ['...', '...', passes],
  ['.', '.', impossible],
  ['.', '%2E', impossible],
  ['..', '..', impossible],
  ['..', '%2e%2e', impossible],
]

for (const [grantId, segment, expected] of cases) {
  t.test(`a proof for ${segment} is answered ${expected} for the grant ${grantId}`, async (t) => {
    t.equal(await query(await startTestMock(t), grantId, `${endpoint}/${segment}`), expected)
  })
}

t.test('a proof for the endpoint, or for what lies above it, is good for no grant', async (t) => {
  const mock = await startTestMock(t)
  for (const grantId of ['.', '..', '%2E', '%2E%2E', 'a/..', 'a/../..', '/']) {
    for (const htu of [endpoint, `${endpoint}/`, new URL('.', endpoint).href, new URL('..', endpoint).href]) {
      t.not(await query(mock, grantId, htu), passes, `${htu} for ${grantId}`)
      await mock.admin.reset()
    }
  }
})

t.test('an endpoint with a query or a fragment would take the id in, and tells no URI', async (t) => {
  for (const tail of ['?tenant=1', '#grants', '?']) {
    const mock = await startTestMock(t)
    await mock.admin.updateService(serviceId, { grantManagementEndpoint: endpoint + tail })
    t.equal(await query(mock, 'b', endpoint), impossible, tail)
  }
})

t.test('the sample of a token names a URI that works, whatever the id of the grant', async (t) => {
  const mock = await startTestMock(t)
  for (const grantId of ['b', 'a/../b', '%61', '.', '..', 'a b', 'ä']) {
    const { request } = await mock.admin.mintToken(serviceId, { grant: { grantId }, bind: 'dpop' })
    t.equal((await mock.gm(request ?? {})).resultCode, passes, grantId)
  }
})

t.test('a proof is good for the grant whose id it holds, and for no other', async (t) => {
  const mock = await startTestMock(t)
  const part = fc.constantFrom(
    'a',
    '%61',
    '/',
    '.',
    '..',
    '%',
    '%2F',
    '%2E',
    '?',
    '#',
    ' ',
    ':',
    'ä',
    '😀',
    '\\',
    '+',
  )
  const id = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(id, id, async (grantId, other) => {
      await mock.admin.reset()
      const code = await query(mock, grantId, `${endpoint}/${encodeURIComponent(other)}`)
      const isDots = grantId === '.' || grantId === '..'
      t.equal(code, isDots ? impossible : grantId === other ? passes : refused, `${other} for ${grantId}`)
      await mock.admin.reset()
      const own = await query(mock, grantId, `${endpoint}/${encodeURIComponent(grantId)}`)
      t.equal(own, isDots ? impossible : passes, grantId)
    }),
    { numRuns: 25 },
  )
})
