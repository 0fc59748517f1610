import t from 'tap'
import { oncePer } from '../../src/base/once-per.ts'

t.test('a value is made once for each object, also where it is undefined', async (t) => {
  const made: object[] = []
  const find = oncePer((key: { readonly name?: string }) => {
    made.push(key)
    return key.name
  })
  const [named, nameless] = [{ name: 'alice' }, {}]
  t.strictSame(
    [find(named), find(named), find(nameless), find(nameless)],
    ['alice', 'alice', undefined, undefined],
  )
  t.strictSame(made, [named, nameless])
  t.equal(find({ name: 'bob' }), 'bob', 'another object has a value of its own')
})
