import type { Database } from 'better-sqlite3'
import { LRUCache } from 'lru-cache'
import type { ApiToken } from '../model/api-token.ts'
import type { Baseline, InitialState } from '../model/baseline.ts'
import type { Service } from '../model/service.ts'
import { toApiToken, toService, type ApiTokenRow, type ServiceRow } from './rows.ts'
import { dropService } from './sqlite-snapshots.ts'
import type { Generations } from './sqlite-generations.ts'
import type { NewService, ServiceChange } from './store.ts'
import type { Units } from './units.ts'

type ServiceMethods = Pick<
  Units,
  | 'createServices'
  | 'findService'
  | 'listServices'
  | 'listGenerations'
  | 'updateService'
  | 'deleteService'
  | 'findBaseline'
  | 'listFixtureServices'
  | 'resetService'
  | 'saveApiToken'
  | 'findApiToken'
  | 'replaceOrganizationTokens'
>

const columns = 'service_id, generation, origin, properties, mock, clock, nonce_secret'

export function sqliteServices(database: Database, generations: Generations): ServiceMethods {
  const apiTokens = apiTokenStatements(database)
  return {
    ...readingMethods(database),
    ...writingMethods(database, generations, apiTokens.insert),
    saveApiToken: (token) => apiTokens.insert(token),
    findApiToken: (tokenHash) => apiTokens.find(tokenHash),
    replaceOrganizationTokens: (tokens) => apiTokens.replaceOrganizationTokens(tokens),
  }
}

function apiTokenStatements(database: Database) {
  const insert = database.prepare('INSERT OR IGNORE INTO api_tokens VALUES (?, ?, ?, ?)')
  const find = database.prepare<[string], ApiTokenRow>('SELECT * FROM api_tokens WHERE token_hash = ?')
  const removeOrganizationTokens = database.prepare('DELETE FROM api_tokens WHERE service_id IS NULL')
  const save = ({ tokenHash, serviceId, rights, expiresAt }: ApiToken) =>
    void insert.run(tokenHash, serviceId ?? null, rights.join(' '), expiresAt ?? null)
  const replace = database.transaction((tokens: readonly ApiToken[]) => {
    removeOrganizationTokens.run()
    for (const token of tokens) save(token)
  })
  return {
    insert: save,
    find: (tokenHash: string) => {
      const row = find.get(tokenHash)
      return row && toApiToken(row)
    },
    replaceOrganizationTokens: (tokens: readonly ApiToken[]) => replace.immediate(tokens),
  }
}

function readingMethods(database: Database) {
  const readService = rememberServices()
  const find = database.prepare<[string], ServiceRow>(
    `SELECT ${columns} FROM services WHERE service_id = ? AND deleted = 0`,
  )
  const list = database.prepare<[], ServiceRow>(
    `SELECT ${columns} FROM services WHERE deleted = 0 ORDER BY generation`,
  )
  const generations = database.prepare<[], Pick<ServiceRow, 'generation' | 'clock'>>(
    'SELECT generation, clock FROM services WHERE deleted = 0 ORDER BY generation',
  )
  const baseline = database.prepare<[string], { baseline: string }>(
    'SELECT baseline FROM baselines WHERE service_id = ?',
  )
  const fixtures = database.prepare<[], { service_id: string }>(
    "SELECT service_id FROM services WHERE origin = 'fixture' ORDER BY service_id",
  )
  return {
    findService: (serviceId: string) => {
      const row = find.get(serviceId)
      return row && readService(row)
    },
    listServices: () => list.all().map(toService),
    listGenerations: () =>
      generations
        .all()
        .map(({ generation, clock }) => ({ generation, clock: JSON.parse(clock) as Service['clock'] })),
    findBaseline: (serviceId: string) => {
      const row = baseline.get(serviceId)
      return row && (JSON.parse(row.baseline) as Baseline)
    },
    listFixtureServices: () => fixtures.all().map((row) => row.service_id),
  }
}

/** A service is read at every call and seldom changes, so its documents are parsed once for each writing of them. */
function rememberServices(): (row: ServiceRow) => Service {
  const known = new LRUCache<string, { readonly row: ServiceRow; readonly service: Service }>({ max: 1000 })
  return (row) => {
    const last = known.get(row.service_id)
    if (last !== undefined && isSameRow(row, last.row)) return last.service
    const service = toService(row)
    known.set(row.service_id, { row, service })
    return service
  }
}

function isSameRow(one: ServiceRow, other: ServiceRow): boolean {
  const { generation, properties, mock, clock, nonce_secret: secret } = other
  return (
    one.generation === generation &&
    one.clock === clock &&
    one.mock === mock &&
    one.properties === properties &&
    one.nonce_secret === secret
  )
}

function writingStatements(database: Database) {
  const find = database.prepare<[string], ServiceRow & { deleted: number }>(
    `SELECT ${columns}, deleted FROM services WHERE service_id = ?`,
  )
  const insert = database.prepare('INSERT INTO services VALUES (?, ?, ?, 0, ?, ?, ?, ?)')
  const update = database.prepare(
    'UPDATE services SET properties = ?, mock = ?, clock = ? WHERE service_id = ?',
  )
  const restart = database.prepare('UPDATE services SET generation = ?, deleted = 0 WHERE service_id = ?')
  const removeApiTokens = database.prepare('DELETE FROM api_tokens WHERE service_id = ?')
  const insertBaseline = database.prepare('INSERT INTO baselines VALUES (?, ?)')
  return { find, insert, update, restart, removeApiTokens, insertBaseline }
}

type Statements = ReturnType<typeof writingStatements>
type ServiceWriting = Pick<Units, 'createServices' | 'updateService' | 'deleteService' | 'resetService'>

function writingMethods(
  database: Database,
  generations: Generations,
  insertApiToken: (token: ApiToken) => void,
): ServiceWriting {
  const statements = writingStatements(database)
  const open = (generation: number, initialState: InitialState): void => {
    generations.fill(generation, initialState)
    for (const token of initialState.apiTokens) insertApiToken(token)
  }
  const create = database.transaction((services: readonly NewService[]) =>
    services
      .filter((service) => createService(statements, generations, open, service))
      .map(({ serviceId }) => serviceId),
  )
  const change = database.transaction((serviceId: string, changed: (service: Service) => ServiceChange) => {
    const service = findLive(statements, serviceId)
    if (service === undefined) return undefined
    const next = { ...service, ...changed(service) }
    writeService(statements, serviceId, next)
    return next
  })
  const drop = database.transaction((serviceId: string) => dropService(database, generations, serviceId))
  const reset = database.transaction((serviceId: string, baseline: Baseline, initialState: InitialState) => {
    const row = statements.find.get(serviceId)
    if (row === undefined) return false
    generations.abandon(row.generation)
    statements.removeApiTokens.run(serviceId)
    const generation = generations.begin()
    writeService(statements, serviceId, baseline)
    statements.restart.run(generation, serviceId)
    open(generation, initialState)
    return true
  })
  return {
    createServices: (services) => create.immediate(services),
    updateService: (serviceId, changed) => change.immediate(serviceId, changed),
    deleteService: (serviceId) => drop.immediate(serviceId),
    resetService: (serviceId, baseline, initialState) => reset.immediate(serviceId, baseline, initialState),
  }
}

function createService(
  { find, insert, insertBaseline }: Statements,
  generations: Generations,
  open: (generation: number, initialState: InitialState) => void,
  service: NewService,
): boolean {
  if (find.get(service.serviceId) !== undefined) return false
  const { serviceId, origin, properties, mock, clock, nonceSecret, baseline } = service
  const generation = generations.begin()
  const documents = [properties, mock, clock].map((document) => JSON.stringify(document))
  insert.run(serviceId, generation, origin, ...documents, nonceSecret)
  insertBaseline.run(serviceId, JSON.stringify(baseline))
  open(generation, service.initialState)
  return true
}

function findLive({ find }: Statements, serviceId: string): Service | undefined {
  const row = find.get(serviceId)
  return row === undefined || row.deleted === 1 ? undefined : toService(row)
}

function writeService({ update }: Statements, serviceId: string, service: Required<ServiceChange>): void {
  const documents = [service.properties, service.mock, service.clock].map((document) =>
    JSON.stringify(document),
  )
  update.run(...documents, serviceId)
}
