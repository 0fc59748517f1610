import assert from 'node:assert/strict'
import { join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import type { AccessToken } from '../../src/model/access-token.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { formatGrant } from '../../src/api/gm/content.ts'
import { grantCommands, redirectUriOf, secretOf, type GrantWorld } from '../support/grant-commands.ts'
import { describeModel, emptyModel, sortBy, type StoreView } from '../support/grant-model.ts'
import { apiToken, endpoint, serviceId, startTestMock } from '../support/mock.ts'

const scopeNames = [
  'email',
  'phone',
  'accounts',
  'payments',
  'grant_management_query',
  'grant_management_revoke',
]

const world: Fixtures = {
  services: [
    {
      serviceId,
      issuer: 'https://as.example.com',
      grantManagementEndpoint: endpoint,
      supportedScopes: scopeNames.map((name) => ({ name })),
      supportedAuthorizationDetailsTypes: ['payment'],
      apiTokens: [{ apiToken }],
      clients: [1, 2].map((clientId) => ({
        clientId,
        clientSecret: secretOf(clientId),
        redirectUris: [redirectUriOf(clientId)],
        authorizationDetailsTypes: ['payment'],
      })),
    },
  ],
}

/** A mock on a file, and a second look at the same file. */
async function openWorld(t: Test): Promise<GrantWorld> {
  const data = join(t.testdir(), 'state.sqlite')
  const mock = await startTestMock(t, { data, world, journalEntries: 0, logLevel: 'error' })
  const store = openSqliteStore(data)
  t.teardown(() => store.close())
  return {
    mock,
    compare: async (model) => assert.deepEqual(await readStore(store), describeModel(model)),
  }
}

async function readStore(store: Store): Promise<StoreView> {
  const { generation: state = 0 } = (await store.findService(serviceId)) ?? {}
  const [grants, accessTokens, refreshTokens] = [
    await store.listGrants(state),
    await store.listAccessTokens(state),
    await store.listRefreshTokens(state),
  ]
  return {
    grants: sortBy(
      'grantId',
      grants.map((grant) => ({
        grantId: grant.grantId,
        clientId: grant.clientId,
        subject: grant.subject ?? '',
        content: JSON.parse(formatGrant(grant)) as object,
      })),
    ),
    accessTokens: sortBy(
      'tokenHash',
      accessTokens.entries.map(({ token }) => viewToken(token)),
    ),
    refreshTokens: sortBy('tokenHash', refreshTokens.map(viewToken)),
  }
}

function viewToken({ createdAt: _, expiresAt: __, details: ___, ...token }: AccessToken) {
  const { subject = '', grantId = '', codeHash = '' } = token
  return { ...token, subject, grantId, codeHash, scopes: token.scopes.toSorted() }
}

t.test('whatever is done to grants, the store holds what a small model of them holds', async (t) => {
  const real = await openWorld(t)
  const commands = fc.commands(grantCommands, { maxCommands: 60, size: 'max' })
  const property = fc.asyncProperty(commands, async (sequence) => {
    await real.mock.admin.reset(serviceId)
    await fc.asyncModelRun(() => ({ model: emptyModel(), real }), sequence)
  })
  const report = await fc.check(property, { numRuns: 60, includeErrorInReport: true })
  t.notOk(report.failed, fc.defaultReportMessage(report) ?? 'holds')
})
