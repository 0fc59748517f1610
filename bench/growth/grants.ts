import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Variation } from '../load.ts'
import { authorize, callGm, type Row } from '../rows/row.ts'
import { serveMock, writeFixtures } from '../rows/serve.ts'
import type { Workshop } from '../workshop.ts'

const few = 100
/** How many of the many are asked for, one after the other. */
const spread = 100_000
const service = { serviceId: '4277000079', apiToken: 'bench-growth-token' }
const accessToken = 'reader'

/** A data file with a hundred grants and one with many; the same hundred are asked for, and also each of the many. */
export async function prepareGrants(workshop: Workshop, count: number): Promise<readonly Row<string>[]> {
  const [small, large] = [join(workshop.folder, 'few.sqlite'), join(workshop.folder, 'many.sqlite')]
  const fixtures = writeFixtures(workshop, 'few', describeGrants())
  await workshop.stop(await serveMock(workshop, ['--data', small, '--fixtures', fixtures]))
  copyFileSync(small, large)
  addGrants(large, count)
  const [ofFew, ofMany] = [
    await serveMock(workshop, ['--data', small]),
    await serveMock(workshop, ['--data', large]),
  ]
  const others = Array.from({ length: spread }, (_, number) => Math.floor((number * count) / spread))
  const same = query([...Array(few).keys()])
  return [
    { name: 'QUERY among 100 grants', served: ofFew, ...same },
    { name: 'QUERY among many grants', served: ofMany, ...same },
    { name: 'QUERY among many grants, each another', served: ofMany, ...query(shuffle(others)) },
  ]
}

function describeGrants(): object {
  const { serviceId, apiToken } = service
  const holder = { clientId: 1, subject: 'alice' }
  const grants = Array.from({ length: few }, (_, number) => ({
    ...holder,
    accessToken: `token-${number}`,
    grant: {
      grantId: `grant-${number}`,
      scopes: [{ scope: 'openid profile' }],
      claims: ['name', 'birthdate'],
    },
  }))
  const tokens = [...grants, { ...holder, accessToken, scopes: ['grant_management_query'] }]
  return { services: [{ serviceId, apiTokens: [{ apiToken }], clients: [{ clientId: 1 }], tokens }] }
}

/** Copies of the first grant with other ids. Written by SQL, since a million of them by calls would take the run's time. */
function addGrants(file: string, count: number): void {
  const database = new Database(file)
  const names = (database.pragma('table_info(grants)') as { readonly name: string }[]).map(({ name }) => name)
  const values = names.map((name) => (name === 'grant_id' ? `'grant-' || number` : name))
  database.exec(`
    WITH RECURSIVE numbers (number) AS
      (SELECT ${few} UNION ALL SELECT number + 1 FROM numbers WHERE number < ${count - 1})
    INSERT INTO grants (${names.join()})
    SELECT ${values.join()} FROM numbers, (SELECT * FROM grants WHERE grant_id = 'grant-0')
  `)
  database.close()
}

function query(numbers: readonly number[]): Pick<Row, 'headers' | 'steps'> {
  const values = numbers.map((number) =>
    JSON.stringify({ accessToken, gmAction: 'QUERY', grantId: `grant-${number}` }),
  )
  const varied: Variation = { member: 'body', values, repeats: true }
  return { headers: authorize(service.apiToken), steps: [{ ...callGm(service.serviceId, values), varied }] }
}

/** Neighbours must not be asked for one after the other, since they are on one page of the file. */
function shuffle(numbers: readonly number[]): readonly number[] {
  const step = 7919
  return numbers.map((_, index) => numbers[(index * step) % numbers.length] ?? 0)
}
