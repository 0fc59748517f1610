import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { connectAdmin, type Admin } from '../src/index.ts'

const serviceId = '4277000001'
const client = { clientId: '1001', clientSecret: 'demoClientSecret' }
const redirect = 'redirect_uri=https://client.example.com/callback'
const scopes = 'scope=openid+profile+grant_management_query+grant_management_revoke'
const workers = 20

/** What is called over and over, by hand, as an authorization server does. */
interface Caller {
  readonly admin: Admin
  readonly send: (path: string, body: object) => Promise<Answer>
}

interface Tally {
  calls: number
}

interface Answer {
  readonly resultCode?: string
  readonly action?: string
  readonly ticket?: string
  readonly authorizationCode?: string
  readonly accessToken?: string
  readonly refreshToken?: string
  readonly grantId?: string
}

/**
 * Makes calls of all kinds until there are as many as asked for: first every outcome of the catalogue once, then lives of
 * grants, some at a time. Throws at the first answer that is not the expected one. Returns how many calls were made.
 */
export async function makeCalls(baseUrl: string, count: number): Promise<number> {
  const tally = { calls: 0 }
  const admin = connectAdmin({ baseUrl })
  await meetEveryOutcome(admin, tally)
  await admin.reset()
  const caller = { admin, send: (path: string, body: object) => post(tally, baseUrl, path, body) }
  const work = async (): Promise<void> => {
    while (tally.calls < count) await liveGrant(caller)
  }
  await Promise.all(Array.from({ length: workers }, work))
  return tally.calls
}

/** Arranges and meets each row of the catalogue. */
async function meetEveryOutcome(admin: Admin, tally: Tally): Promise<void> {
  const { outcomes } = await admin.listOutcomes()
  for (const { api, reason } of outcomes) {
    const { request: arranged, expected } = await admin.arrangeOutcome(serviceId, reason, { api })
    const { status, text } = await sendAsItStands(arranged)
    tally.calls += 1
    const { resultCode, action } = (text === '' ? {} : JSON.parse(text)) as Answer
    const isExpected = expected.resultCode === resultCode && expected.action === action
    if (!isExpected || expected.status !== status) {
      throw new Error(`${api} ${reason} was answered with ${status} ${text}`)
    }
    await admin.reset()
  }
}

type ArrangedRequest = Awaited<ReturnType<Admin['arrangeOutcome']>>['request']

/** Sends a request with the very header fields that were arranged: fetch has a Host and a Content-Type of its own. */
async function sendAsItStands({ url, method, headers, body }: ArrangedRequest) {
  const outgoing = request(url, { method, headers })
  outgoing.end(body)
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: incoming.statusCode, text: await readText(incoming) }
}

/** One grant from its authorization request to its end, and what is refused after it. */
async function liveGrant({ send, admin }: Caller): Promise<void> {
  const parameters = `response_type=code&client_id=1001&${redirect}&${scopes}&grant_management_action=create`
  const { ticket } = await send('auth/authorization', { parameters })
  const { authorizationCode } = await send('auth/authorization/issue', { ticket, subject: 'carol' })
  const exchange = `grant_type=authorization_code&code=${authorizationCode}&${redirect}`
  const { accessToken, refreshToken, grantId } = await send('auth/token', { ...client, parameters: exchange })
  await expectAction(send('auth/introspection', { token: accessToken }), 'OK')
  await expectAction(send('gm', { accessToken, gmAction: 'QUERY', grantId }), 'OK')
  await provePossession({ send, admin })
  await expectAction(send('gm', { accessToken, gmAction: 'REVOKE', grantId }), 'NO_CONTENT')
  const refresh = { ...client, parameters: `grant_type=refresh_token&refresh_token=${refreshToken}` }
  await expectAction(send('auth/token', refresh), 'BAD_REQUEST')
}

/** A query with a fresh proof, the same proof again, and a query with a certificate. */
async function provePossession({ send, admin }: Caller): Promise<void> {
  const { request: proven = {} } = await admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
  await expectAction(send('gm', proven), 'OK')
  await expectAction(send('gm', proven), 'UNAUTHORIZED')
  const { request: certified = {} } = await admin.mintToken(serviceId, { bind: 'mtls', grant: {} })
  await expectAction(send('gm', certified), 'OK')
}

async function expectAction(call: Promise<Answer>, action: string): Promise<void> {
  const answer = await call
  if (answer.action !== action) throw new Error(`${action} was expected, not ${JSON.stringify(answer)}`)
}

async function post(tally: Tally, baseUrl: string, path: string, body: object): Promise<Answer> {
  tally.calls += 1
  const response = await fetch(`${baseUrl}/api/${serviceId}/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo-service-token', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return (await response.json()) as Answer
}
