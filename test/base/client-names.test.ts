import t from 'tap'
import { readClientId } from '../../src/base/client-names.ts'

t.test('a name is an id only where it writes one exactly', async (t) => {
  t.equal(readClientId('1001'), 1001)
  t.equal(readClientId('9007199254740991'), 9007199254740991)
  const aliases = [
    '9007199254740993', // as a number it would be the id 9007199254740992
    '9999999999999999',
    '0',
    '01001',
    '+1001',
    '1e3',
    ' 1001',
    '1001\n',
    '١٠٠١',
    '',
  ]
  for (const name of aliases) t.equal(readClientId(name), undefined, JSON.stringify(name))
})
