import t from 'tap'
import type { Service, ServiceProperties } from '../../../src/model/service.ts'
import { listAudiences } from '../../../src/oauth/client-authentication/assertion-claims.ts'
import { serviceOf } from '../../store/samples.ts'

const properties = {
  issuer: 'https://as.example.com',
  tokenEndpoint: 'https://as.example.com/token',
  pushedAuthReqEndpoint: 'https://as.example.com/par',
  revocationEndpoint: 'https://as.example.com/revoke',
}

const serviceWith = (members: ServiceProperties): Service => ({
  ...serviceOf('1', { properties: members }),
  generation: 1,
})

t.test(
  'an assertion may be for the issuer, the token endpoint, and the endpoint it is presented at',
  async (t) => {
    const service = serviceWith(properties)
    const everywhere = [properties.issuer, properties.tokenEndpoint]
    t.strictSame(listAudiences('token', service), everywhere)
    t.strictSame(listAudiences('pushed_auth_req', service), [...everywhere, properties.pushedAuthReqEndpoint])
    t.strictSame(listAudiences('revocation', service), [...everywhere, properties.revocationEndpoint])
  },
)

t.test('it is for the issuer alone where the service says so', async (t) => {
  const service = serviceWith({ ...properties, clientAssertionAudRestrictedToIssuer: true })
  t.strictSame(listAudiences('pushed_auth_req', service), [properties.issuer])
})

t.test('what a service does not have is no audience', async (t) => {
  const service = serviceWith({ issuer: '', revocationEndpoint: 7 })
  t.strictSame(listAudiences('revocation', service), [])
})
