import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeProofKey, signProofs, type ProofKey } from '../proofs.ts'
import { authorize, callGm, demo, type Row } from '../rows/row.ts'
import type { Workshop } from '../workshop.ts'
import { installPackages } from './install.ts'

const proofCount = 30_000

/**
 * Other servers, for comparison: userinfo of oidc-provider, the open server in Node.js that checks proofs, and a canned
 * answer of Prism. Those that cannot be installed are left out.
 */
export async function prepareOthers(workshop: Workshop): Promise<readonly Row[]> {
  const folder = join(workshop.folder, 'others')
  mkdirSync(folder)
  const rows = [
    await orNone('oidc-provider', () => prepareProvider(workshop, folder)),
    await orNone('Prism', () => preparePrism(workshop, folder)),
  ]
  return rows.flat()
}

async function orNone(name: string, prepare: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
  try {
    return await prepare()
  } catch (error) {
    console.error(`${name} is left out: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

/** A process for each row: its storage in memory forgets a token when a thousand other things came after it. */
async function prepareProvider(workshop: Workshop, folder: string): Promise<readonly Row[]> {
  await installPackages(folder, ['oidc-provider@9'])
  const key = makeProofKey('ES256')
  const [ofBearer, ofBound] = [
    await serveProvider(workshop, folder, key),
    await serveProvider(workshop, folder, key),
  ]
  const facts = { accessToken: ofBound.bound, method: 'GET', uri: `${ofBound.served.baseUrl}/me` }
  const values = await signProofs(proofCount, key, facts)
  const step = { method: 'GET', path: '/me', expected: '"sub":"alice"' } as const
  return [
    {
      name: 'oidc-provider, bearer',
      served: ofBearer.served,
      headers: { authorization: `Bearer ${ofBearer.bearer}` },
      steps: [step],
      isTold: true,
    },
    {
      name: 'oidc-provider, DPoP ES256',
      served: ofBound.served,
      headers: { authorization: `DPoP ${ofBound.bound}` },
      steps: [{ ...step, varied: { member: 'dpop', values, repeats: false } }],
      isTold: true,
    },
  ]
}

async function serveProvider(workshop: Workshop, folder: string, { jkt }: ProofKey) {
  const ready = /provider on (\{.*\})/
  const { baseUrl: found, ...process } = await workshop.run('bench/others/provider.js', [folder, jkt], ready)
  const { baseUrl, bearer, bound } = JSON.parse(found) as Readonly<Record<string, string>>
  return { served: { ...process, baseUrl: baseUrl ?? '' }, bearer, bound: bound ?? '' }
}

async function preparePrism(workshop: Workshop, folder: string): Promise<readonly Row[]> {
  await installPackages(folder, ['@stoplight/prism-cli@5'])
  const served = await workshop.run('bench/others/canned.js', [folder], /canned on (\S+)/)
  const body = JSON.stringify({ accessToken: 'demo-bearer', gmAction: 'QUERY', grantId: 'demo-grant' })
  const steps = [callGm(demo.serviceId, [body])]
  return [{ name: 'Prism, canned answer', served, headers: authorize(demo.apiToken), steps, isTold: true }]
}
