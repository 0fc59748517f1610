import type { MintRequest } from '../../../schema/admin/requests.ts'
import type { MintedToken } from '../../../schema/admin/views.ts'
import type { ProviderStateParameters, ProviderStateValues } from '../../../schema/admin/pact.ts'
import { readClock } from '../../base/clock.ts'
import { sha256 } from '../../base/digest.ts'
import { declareTime, instantOf } from '../../base/time.ts'
import type { Service } from '../../model/service.ts'
import { unknownService } from '../admin-error.ts'
import type { ServiceChange } from '../../store/store.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools } from '../tools.ts'
import { makePossession, type Possession } from '../tokens/possession.ts'
import { composeRequest } from '../tokens/sample-request.ts'

/** The context of a provider state. */
interface StateSetup {
  readonly tools: AdminTools
  readonly mintToken: Admin['mintToken']
  readonly service: Service
  readonly parameters: ProviderStateParameters
  /** Undoes earlier setups about the thing of that name, so that it can be set up anew. */
  readonly supersede: (name: string) => Promise<void>
  /** Adds a step to undo the setup. */
  readonly onTeardown: (undo: () => Promise<unknown>) => void
}

/** Sets up the state that a sentence of a contract describes. */
export type ProviderState = (setup: StateSetup) => Promise<ProviderStateValues>

/** Those of tokens and grants return the members of a call to POST /gm. */
export const providerStates: Readonly<Record<string, ProviderState>> = {
  'an access token exists': (setup) => issueToken(setup),
  'an access token does not exist': async (setup) => {
    const { random } = setup.tools
    const { accessToken = random.token(), grantId = random.token() } = setup.parameters
    await setup.supersede(`token ${accessToken}`)
    return { serviceId: setup.service.serviceId, accessToken, grantId, gmAction: actionOf(setup) }
  },
  'an expired access token exists': (setup) => issueToken(setup, { expiresInSeconds: -60 }),
  'an access token without the scope exists': (setup) => issueToken(setup, { scopes: ['openid'] }),
  'a DPoP-bound access token exists': (setup) => issueToken(setup, {}, 'dpop'),
  'a certificate-bound access token exists': (setup) => issueToken(setup, {}, 'mtls'),
  'a grant exists': (setup) => issueToken(setup),
  'a grant does not exist': issueWithoutGrant,
  'a grant was revoked': issueWithoutGrant,
  'a grant of another client exists': async (setup) =>
    issueForGrantOf(setup, { clientId: Number(setup.tools.random.digits(10)) }),
  'a grant of another subject exists': async (setup) => issueForGrantOf(setup, { subject: 'somebody else' }),
  'the service requires DPoP nonces': async (setup) => {
    const { serviceId } = await changeService(setup, 'dpopNonceRequired', {
      change: ({ properties }) => ({ properties: { ...properties, dpopNonceRequired: true } }),
      undo: ({ properties: { dpopNonceRequired: _, ...rest } }, { properties: { dpopNonceRequired } }) => ({
        properties: { ...rest, ...(dpopNonceRequired !== undefined && { dpopNonceRequired }) },
      }),
    })
    return { serviceId }
  },
  'the service compares the subjects of grants': async (setup) => {
    const { serviceId } = await changeService(setup, 'strictOwnership', {
      change: ({ mock }) => ({ mock: { ...mock, strictOwnership: true } }),
      undo: ({ mock }, { mock: { strictOwnership } }) => ({ mock: { ...mock, strictOwnership } }),
    })
    return { serviceId }
  },
  'the clock is frozen': async (setup) => {
    const { now = 'now' } = setup.parameters
    const service = await changeService(setup, 'clock', {
      change: (before) => ({
        clock: { mode: 'frozen', now: instantOf(declareTime(now), nowOf(before, setup.tools)) },
      }),
      undo: (_, { clock }) => ({ clock }),
    })
    return { serviceId: service.serviceId, now: new Date(nowOf(service, setup.tools)).toISOString() }
  },
}

const defaultSubject = 'alice'

function nowOf({ clock }: Service, { systemClock }: AdminTools): number {
  return readClock(clock, systemClock())
}

function actionOf({ parameters: { gmAction = 'QUERY' } }: StateSetup): 'QUERY' | 'REVOKE' {
  return gmAction
}

interface Change {
  readonly change: (service: Service) => ServiceChange
  /** Undoes the change, and nothing else, given the service as it was before. */
  readonly undo: (service: Service, before: Service) => ServiceChange
}

async function changeService(setup: StateSetup, name: string, { change, undo }: Change): Promise<Service> {
  const { tools, service, onTeardown } = setup
  const { store } = tools
  const { serviceId } = service
  await setup.supersede(name)
  const seen = { before: service }
  const changed = await store.updateService(serviceId, (before) => {
    seen.before = before
    return change(before)
  })
  if (changed === undefined) throw unknownService(serviceId)
  onTeardown(() => store.updateService(serviceId, (current) => undo(current, seen.before)))
  return changed
}

/** Issues a token with a grant of its own; the parameters complete the state. */
async function issueToken(
  setup: StateSetup,
  request: MintRequest = {},
  bind?: 'dpop' | 'mtls',
): Promise<ProviderStateValues> {
  const { tools, service } = setup
  const possession = bind && (await makePossession(bind, tools.random, nowOf(service, tools)))
  const cnf = possession && { cnf: possession.cnf }
  const minted = await mint(setup, { ...valueOf(setup), ...cnf, grant: grantOf(setup), ...request })
  return describeCall(setup, minted, minted.grantId, possession)
}

/** Issues a token, and ends its grant. */
async function issueWithoutGrant(setup: StateSetup): Promise<ProviderStateValues> {
  const values = await issueToken(setup)
  await setup.tools.store.revokeGrant(setup.service.generation, String(values['grantId']))
  return values
}

/** Issues a token, and a grant of another client or subject, as the request says. */
async function issueForGrantOf(setup: StateSetup, other: MintRequest): Promise<ProviderStateValues> {
  const own = await mint(setup, valueOf(setup))
  const { grantId } = await mint(setup, { grant: grantOf(setup), ...other })
  return describeCall(setup, own, grantId)
}

function valueOf({ parameters: { accessToken } }: StateSetup): MintRequest {
  return accessToken === undefined ? {} : { accessToken }
}

function grantOf({ parameters: { grantId } }: StateSetup): NonNullable<MintRequest['grant']> {
  return grantId === undefined ? {} : { grantId }
}

/** Mints a token that a teardown deletes, with its grant and, if it created one, its client. */
async function mint(setup: StateSetup, request: MintRequest): Promise<MintedToken> {
  const { tools, parameters, service, onTeardown } = setup
  const { store } = tools
  const { generation, serviceId } = service
  const clientId = request.clientId ?? parameters.clientId ?? (await chooseClient(setup))
  const isNewClient = (await store.findClient(generation, { clientId })) === undefined
  const { subject = defaultSubject, scopes, expiresInSeconds } = parameters
  if (request.accessToken !== undefined) await setup.supersede(`token ${request.accessToken}`)
  if (request.grant?.grantId !== undefined) await setup.supersede(`grant ${request.grant.grantId}`)
  const minted = await setup.mintToken(serviceId, {
    subject,
    ...(scopes !== undefined && { scopes }),
    ...(expiresInSeconds !== undefined && { expiresInSeconds }),
    ...request,
    clientId,
  })
  onTeardown(async () => {
    await store.endTokens(generation, { pairOf: sha256(minted.accessToken) })
    if (minted.grantId !== undefined) await store.revokeGrant(generation, minted.grantId)
    if (isNewClient) await store.deleteClient(generation, clientId)
  })
  return minted
}

/** Grants need a confidential client; one is created if there is none. */
async function chooseClient({
  tools: { store, random },
  service: { generation },
}: StateSetup): Promise<number> {
  const { entries } = await store.listClients(generation, { start: 0, end: 100 })
  const confidential = entries.find(({ clientType }) => clientType === 'CONFIDENTIAL')
  return confidential?.clientId ?? Number(random.digits(10))
}

/** The members of a call to POST /gm, with client and subject. */
async function describeCall(
  setup: StateSetup,
  { accessToken, clientId, subject = '', scopes, cnf = {} }: MintedToken,
  grantId = '',
  possession?: Possession,
): Promise<ProviderStateValues> {
  const { service, tools } = setup
  const facts = { service, now: nowOf(service, tools), accessToken, grantId, scopes, possession }
  const request = await composeRequest(facts, actionOf(setup), tools.random)
  const thumbprint = cnf['x5t#S256']
  return {
    serviceId: service.serviceId,
    clientId,
    subject,
    ...(request as Readonly<Record<string, string>>),
    ...(cnf.jkt !== undefined && { jkt: cnf.jkt }),
    ...(thumbprint !== undefined && { certificateThumbprint: thumbprint }),
  }
}
