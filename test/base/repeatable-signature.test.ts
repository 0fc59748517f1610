import { constants, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK } from 'jose'
import t from 'tap'
import { importJwk, signJws, type JwsKey } from '../../src/oauth/jose/jws.ts'
import { repeatSignature, signEcdsa } from '../../src/base/repeatable-signature.ts'

const text = Buffer.from('{"sub":"alice"}')

/** RFC 6979 A.2.5, A.2.6, A.2.7: the private key, the message, and r and s. */
const vectors = [
  {
    algorithm: 'ES256',
    key: 'C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721',
    message: 'sample',
    r: 'EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716',
    s: 'F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8',
  },
  {
    algorithm: 'ES256',
    key: 'C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721',
    message: 'test',
    r: 'F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367',
    s: '019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083',
  },
  {
    algorithm: 'ES384',
    key: '6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5',
    message: 'sample',
    r: '94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46',
    s: '99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8',
  },
  {
    algorithm: 'ES512',
    key: '00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538',
    message: 'sample',
    r: '00C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA',
    s: '00617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A',
  },
] as const

for (const { algorithm, key, message, r, s } of vectors) {
  t.test(`${algorithm} signs "${message}" as RFC 6979 says`, async (t) => {
    const d = Buffer.from(key, 'hex').toString('base64url')
    const signature = await signEcdsa(algorithm, { d }, Buffer.from(message))
    t.equal(signature.toString('hex').toUpperCase(), r + s)
  })
}

for (const algorithm of ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'EdDSA']) {
  t.test(`a JWS signed with ${algorithm} repeats where it can, and verifies`, async (t) => {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
    const jwk = await exportJWK(privateKey)
    const sign = async (octets = text) => {
      const jws = new CompactSign(octets).setProtectedHeader({ alg: algorithm })
      return repeatSignature(await jws.sign(await importJWK(jwk, algorithm)), algorithm, jwk)
    }
    const [one, other] = [await sign(), await sign()]
    t.equal(one === other, !algorithm.startsWith('PS'), 'only RSASSA-PSS does not repeat')
    t.not(one, await sign(Buffer.from('{"sub":"bob"}')))
    t.strictSame(Buffer.from((await compactVerify(one, publicKey)).payload), text)
  })
}

t.test('RSASSA-PSS signs with moduli whose length is no whole number of octets', async (t) => {
  for (const modulusLength of [2048, 2049, 2050, 2055]) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength })
    const key = (await importJwk({ ...privateKey.export({ format: 'jwk' }) }, 'PS384')) as JwsKey
    const jws = await signJws({ alg: 'PS384' }, { sub: 'alice' }, key)
    const [input, signature] = [jws.slice(0, jws.lastIndexOf('.')), jws.slice(jws.lastIndexOf('.') + 1)]
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    t.ok(
      verify(
        'sha384',
        Buffer.from(input),
        { key: createPublicKey(privateKey), ...padding },
        Buffer.from(signature, 'base64url'),
      ),
      `${modulusLength}`,
    )
  }
})
