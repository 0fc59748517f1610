import { endpoint, serviceId } from '../support/mock.ts'
import { bound, call, gm, type RuleScenarios } from './scenario.ts'

/** For each rule about proofs and certificates. */
export const possessionScenarios: Readonly<Record<string, RuleScenarios>> = {
  'proof-at-two-apis': {
    broken: [
      async (mock) => {
        const { request, full, accessToken: token } = await bound(mock)
        const { dpop, ...rest } = await request({}, full)
        await gm(mock, { ...rest, dpop: dpop ?? '' })
        return call(mock, 'auth/introspection', { token, dpop, ...full })
      },
    ],
    kept: [
      async (mock) => {
        const { request, full } = await bound(mock)
        const sent = await request({}, full)
        await gm(mock, sent)
        return gm(mock, sent)
      },
    ],
  },
  'htu-with-query': {
    broken: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({}, { ...full, htu: `${full.htu}?x=1` }))
      },
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { htu: `${full.htu}#x` } }, full))
      },
    ],
    kept: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { htu: 5 } }, full))
      },
    ],
  },
  'target-by-default': {
    broken: [async (mock) => gm(mock, await (await bound(mock)).request())],
    kept: [
      async (mock) => gm(mock, { gmAction: 'QUERY', grantId: 'g', accessToken: 'x' }),
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({}, full))
      },
    ],
  },
  'htm-of-other-action': {
    broken: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { htm: 'POST' } }, { ...full, htm: 'POST' }))
      },
      async (mock) => {
        const { request, full } = await bound(mock)
        const changes = { payload: { htm: 'HEAD' } }
        return gm(mock, await request(changes, { ...full, htm: 'HEAD', gmAction: 'REVOKE' }))
      },
    ],
    kept: [
      async (mock) => {
        const { request, full } = await bound(mock)
        const changes = { payload: { htm: 'DELETE' } }
        return gm(mock, await request(changes, { ...full, htm: 'DELETE', gmAction: 'REVOKE' }))
      },
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { htm: 'HEAD' } }, { ...full, htm: 'HEAD' }))
      },
    ],
  },
  'htu-of-other-grant': {
    broken: [
      async (mock) => {
        const { request, full } = await bound(mock)
        return gm(mock, await request({ payload: { htu: endpoint } }, { ...full, htu: endpoint }))
      },
    ],
    kept: [
      ['a b', 'a%20b'],
      ['a-b', 'a%2Db'],
      ['a/b', 'a%2fb'],
      ['a/b c', 'a/b%20c'],
      ['%41', '%2541'],
      ['100%', '100%'],
      ['\ud800', '\ud800'],
    ].map(
      ([grantId = '', segment]) =>
        (mock) =>
          gm(mock, {
            gmAction: 'QUERY',
            grantId,
            accessToken: 'x',
            htm: 'GET',
            htu: `${endpoint}/${segment}`,
          }),
    ),
  },
  'proof-with-unbound-token': {
    broken: [
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {} })
        return gm(mock, { ...request, dpop: 'anything' })
      },
    ],
    kept: [
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {} })
        return gm(mock, { ...request, dpop: '' })
      },
    ],
  },
  'certificate-unread': {
    broken: [
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {} })
        return gm(mock, { ...request, clientCertificate: '-----BEGIN%20CERTIFICATE-----%0AMIIB' })
      },
    ],
    kept: [
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {} })
        return gm(mock, { ...request, clientCertificate: '-----BEGIN CERTIFICATE-----\nMIIB' })
      },
      async (mock) => {
        const { request = {} } = await mock.admin.mintToken(serviceId, { grant: {}, bind: 'mtls' })
        return gm(mock, { ...request, clientCertificate: 'MIIB' })
      },
    ],
  },
}
