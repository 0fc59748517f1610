import t from 'tap'
import { readFixtures } from '../../src/admin/fixtures.ts'
import { createProblemFinder } from '../../src/admin/order-reader.ts'
import { placeProblems } from '../../src/admin/place-problems.ts'
import { mergePermissions, type Permissions } from '../../src/oauth/grant-permissions.ts'
import { assertLinear } from '../support/growth.ts'

const numbers = (size: number) => [...Array(size).keys()]

const permissions = (size: number, first: number): Permissions => ({
  scopes: numbers(size).map((index) => ({ scope: `s${index}`, resource: [`https://${index + first}`] })),
  claims: numbers(size).map((index) => `c${index + first}`),
  authorizationDetails: numbers(size).map((index) => ({ type: 'a', value: { n: index + first, x: [1] } })),
})

t.test('permissions are merged in step with their number', async (t) => {
  await assertLinear(
    t,
    'as many into as many others',
    1000,
    (size) => [permissions(size, 0), permissions(size, size / 2)] as const,
    ([one, other]) => mergePermissions(one, other),
  )
})

const findProblems = createProblemFinder()

const texts: readonly (readonly [name: string, size: number, make: (size: number) => string])[] = [
  [
    'keys of a map in YAML',
    2000,
    (size) =>
      numbers(size)
        .map((index) => `k${index}: 1`)
        .join('\n'),
  ],
  [
    'keys of a map in JSON',
    2000,
    (size) =>
      `{${numbers(size)
        .map((index) => `"k${index}":1`)
        .join()}}`,
  ],
  ['the same key again and again', 1000, (size) => 'k: 1\n'.repeat(size)],
  ['the same key again and again in a line', 1000, (size) => `{${'"k":1,'.repeat(size)}"l":1}`],
  ['errors in a line', 1000, (size) => `{${'"k" 1,'.repeat(size)}}`],
  [
    'keys in a set',
    1000,
    (size) =>
      `!!set {${numbers(size)
        .map((index) => `k${index}`)
        .join()}}`,
  ],
  [
    'keys in an ordered map',
    1000,
    (size) =>
      `!!omap [${numbers(size)
        .map((index) => `k${index}: 1`)
        .join()}]`,
  ],
  [
    'maps merged into maps',
    250,
    (size) =>
      `%YAML 1.1\n---\na: &a\n${numbers(size)
        .map((index) => `  k${index}: 1`)
        .join('\n')}\n${numbers(size / 25)
        .map((index) => `b${index}:\n  <<: *a`)
        .join('\n')}`,
  ],
  ['aliases', 20, (size) => `a: &a 1\nb: [${'*a,'.repeat(size)}]`],
]

t.test('fixtures are read in step with their length, and their problems are placed', async (t) => {
  for (const [name, size, make] of texts) {
    await assertLinear(t, name, size, make, (text) => {
      const reading = readFixtures(text, findProblems)
      placeProblems(text, 'problems' in reading ? reading.problems : [])
    })
  }
})

t.test('a value that aliases lead to again and again is looked at once', async (t) => {
  const make = (size: number) => `a: &a [${'[],'.repeat(size)}]\nb: [${'*a,'.repeat(50)}]`
  await assertLinear(t, 'aliases of a list', 2000, make, (text) => readFixtures(text, findProblems))
})
