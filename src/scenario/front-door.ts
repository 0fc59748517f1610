import { InjectedFault } from '../faults/injected-fault.ts'
import type { FrontDoorReason } from '../outcome/front-door.ts'
import type { Arrangement, Scenario, ScenarioContext } from './shared/scenario.ts'

const gm = (more: Partial<Arrangement> = {}): Arrangement => ({
  path: '/gm',
  body: {},
  ...more,
  values: { path: '/gm', ...more.values },
})

const sends =
  (more: Partial<Arrangement>): Scenario =>
  async () =>
    gm(more)

const tooManyOctets = 1_048_577

const weakToken = async ({ admin, serviceId }: ScenarioContext): Promise<string> =>
  (await admin.createApiToken({ serviceId, rights: ['VIEW_CLIENT'] })).apiToken

/** Scenarios of the front door, at POST /gm. */
export const frontDoorScenarios: Readonly<Record<FrontDoorReason, Scenario>> = {
  head_malformed: sends({
    headers: { host: 'not a host' },
    values: { detail: 'the field host is not a host' },
  }),
  path_unknown: async ({ serviceId }) => {
    const path = '/no/such/api'
    const advice = 'Its README lists the APIs that are there.'
    return { path, body: {}, values: { method: 'POST', path: `/api/${serviceId}${path}`, advice } }
  },
  method_not_allowed: async ({ serviceId }) => {
    const values = { method: 'PUT', path: `/api/${serviceId}/gm`, allowed: 'POST' }
    return { method: 'PUT', path: '/gm', body: {}, values }
  },
  authorization_missing: sends({ headers: { authorization: undefined } }),
  authorization_malformed: sends({
    headers: { authorization: 'Basic dXNlcjpwYXNz' },
    values: { value: 'Basic dXNlcjpwYXNz' },
  }),
  api_token_unusable: sends({ apiToken: 'nobody' }),
  api_token_insufficient: async (context) =>
    gm({
      apiToken: await weakToken(context),
      values: { right: 'USE_SERVICE', serviceId: context.serviceId },
    }),
  service_unknown: async ({ admin, serviceId }) => {
    const { apiToken } = await admin.createApiToken({ rights: ['ADMIN'] })
    return gm({ path: `/api/9${serviceId.slice(0, 17)}9/gm`, apiToken })
  },
  content_type_missing: sends({ headers: { 'content-type': undefined } }),
  media_type_unsupported: sends({
    headers: { 'content-type': 'text/plain' },
    values: { allowed: 'application/json' },
  }),
  coding_unsupported: sends({
    headers: { 'content-encoding': 'compress' },
    values: { detail: 'its content coding is not one of gzip, deflate, br' },
  }),
  body_empty: sends({ body: '' }),
  body_too_large: sends({ body: 'x'.repeat(tooManyOctets) }),
  body_malformed: sends({ body: '[]', values: { detail: 'it is not a JSON object' } }),
  front_door_crash: async (context) => {
    context.atStep('admission', 'gm', 'The next call of gm fails at the front door.', async () => {
      throw new InjectedFault('gm')
    })
    return gm()
  },
}
