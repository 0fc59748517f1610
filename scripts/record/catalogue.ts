import type { Caller } from './caller.ts'
import { readMembers } from './caller.ts'
import type { Write } from './lines.ts'

interface Arranged {
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }
  readonly cursor: string
}

/** Arranges every outcome of the catalogue in a service, makes the call, and writes down all that is seen of it. */
export async function recordCatalogue(caller: Caller, write: Write, serviceId: string): Promise<void> {
  const { outcomes } = readMembers((await caller.send('/_mock/outcomes')).body)
  for (const { api, reason } of outcomes as readonly { readonly api: string; readonly reason: string }[]) {
    await meetOutcome(caller, write, { serviceId, api, reason })
    await caller.send('/_mock/reset', { method: 'POST' })
  }
}

interface Place {
  readonly serviceId: string
  readonly api: string
  readonly reason: string
}

async function meetOutcome(caller: Caller, write: Write, { serviceId, api, reason }: Place): Promise<void> {
  const subject = `${serviceId} ${api} ${reason}`
  const service = `/_mock/services/${serviceId}`
  const answer = await caller.send(`${service}/outcomes/${reason}`, { method: 'POST', body: { api } })
  write(subject, 'arranged', answer)
  const { request, cursor } = readMembers(answer.body) as unknown as Arranged
  const { method, url, headers, body } = request
  if (api === 'gm') {
    await caller.record(subject, `${service}/explain`, { method: 'POST', body: readMembers(body ?? '') })
  }
  write(subject, 'answer', await caller.send(url, { method, headers, ...(body !== undefined && { body }) }))
  await recordJournal(caller, write, { subject, serviceId, after: cursor })
}

interface Stretch {
  readonly subject: string
  readonly serviceId: string
  readonly after: string
}

/** Writes down the journal after an entry: each entry with its trace, and the archive. */
export async function recordJournal(caller: Caller, write: Write, { subject, serviceId, after }: Stretch) {
  const requests = `/_mock/services/${serviceId}/requests`
  const listed = await caller.send(`${requests}?after=${after}`)
  write(subject, 'list', listed)
  const { requests: entries = [] } = readMembers(listed.body)
  for (const { id } of entries as readonly { readonly id: string }[]) {
    write(subject, `entry ${id}`, await caller.send(`${requests}/${id}`))
  }
  write(subject, 'har', await caller.send(`${requests}/har?after=${after}`))
}
