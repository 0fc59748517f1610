import { parse } from 'yaml'
import type { Fixtures } from '../../schema/fixtures.ts'
import { makeProofKey, signProofs, type ProofAlgorithm } from '../proofs.ts'
import { readPackageFile, type Workshop } from '../workshop.ts'
import { authorize, callGm, demo, type Row } from './row.ts'
import { serveFloor, serveMock, writeFixtures } from './serve.ts'

/** More than the rounds can use. An RSA signature takes ten times as long as another. */
const counts = { ES256: 90_000, RS256: 40_000, EdDSA: 40_000 } as const

/** Proofs must last for the whole run. */
const patience = ['--dpop-iat-past-seconds', '900']
const accessToken = 'bound-to-the-key'
const target = { method: 'GET', uri: 'https://as.example.com/grants/demo-grant' }

/**
 * QUERY with proofs of one key for one token, beside floor 3, which only verifies their signatures. The key is imported
 * once, and the replay memory grows with every call: each proof is sent once, but to the floor, which remembers none.
 */
export async function prepareProofs(workshop: Workshop, alg: ProofAlgorithm): Promise<readonly Row[]> {
  const key = makeProofKey(alg)
  const proofs = await signProofs(counts[alg], key, { accessToken, ...target })
  const call = { accessToken, gmAction: 'QUERY', grantId: 'demo-grant', htm: target.method, htu: target.uri }
  const bodies = proofs.map((dpop) => JSON.stringify({ ...call, dpop }))
  const shared = { headers: authorize(demo.apiToken), isTold: alg !== 'ES256' }
  const step = callGm(demo.serviceId, bodies)
  const fixtures = writeFixtures(workshop, `bound-to-${alg}`, bindToken(key.jkt))
  return [
    {
      ...shared,
      name: `floor 3: ${alg}`,
      served: await serveFloor(workshop, 'proof', [JSON.stringify(key.publicJwk)]),
      steps: [{ ...step, varied: { member: 'body', values: bodies, repeats: true } }],
    },
    {
      ...shared,
      name: `QUERY, DPoP ${alg}`,
      served: await serveMock(workshop, ['--fixtures', fixtures, ...patience]),
      steps: [step],
    },
  ]
}

/** The demo fixtures, with one more token for the demo grant. */
function bindToken(jkt: string): Fixtures {
  const { services, ...rest } = parse(readPackageFile('fixtures/demo.yaml')) as Fixtures
  const token = {
    accessToken,
    clientId: 1001,
    subject: 'alice',
    scopes: ['grant_management_query'],
    grantId: 'demo-grant',
    cnf: { jkt },
  }
  return {
    ...rest,
    services: services.map((service) => ({ ...service, tokens: [...(service.tokens ?? []), token] })),
  }
}
