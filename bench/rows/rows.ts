import { prepareOthers } from '../others/others.ts'
import type { Workshop } from '../workshop.ts'
import { prepareCodeFlow } from './code-flow.ts'
import { prepareProofs } from './proof-queries.ts'
import {
  prepareBearer,
  prepareBearerAtInfo,
  prepareCertificate,
  prepareFloor1,
  prepareFloor2,
  prepareIntrospection,
} from './queries.ts'
import { prepareRevocation } from './revocation.ts'
import { rowNames, type Row, type RowName } from './row.ts'

type Preparation = (workshop: Workshop) => Promise<readonly Row[]>

const alone =
  (prepare: (workshop: Workshop) => Promise<Row>): Preparation =>
  async (workshop) => [await prepare(workshop)]

/** How the rows are prepared, those together that share what takes long to make. */
const preparations: readonly (readonly [names: readonly RowName[], prepare: Preparation])[] = [
  [['floor 1: Fastify'], alone(prepareFloor1)],
  [['floor 2: and two look-ups'], alone(prepareFloor2)],
  [['QUERY, bearer'], alone(prepareBearer)],
  [['QUERY, bearer, at info'], alone(prepareBearerAtInfo)],
  [['QUERY, certificate'], alone(prepareCertificate)],
  [['introspection'], alone(prepareIntrospection)],
  [['floor 3: ES256', 'QUERY, DPoP ES256'], (workshop) => prepareProofs(workshop, 'ES256')],
  [['floor 3: RS256', 'QUERY, DPoP RS256'], (workshop) => prepareProofs(workshop, 'RS256')],
  [['floor 3: EdDSA', 'QUERY, DPoP EdDSA'], (workshop) => prepareProofs(workshop, 'EdDSA')],
  [['floor of REVOKE', 'REVOKE, on disk'], prepareRevocation],
  [['code flow, three calls'], alone(prepareCodeFlow)],
  [['oidc-provider, bearer', 'oidc-provider, DPoP ES256', 'Prism, canned answer'], prepareOthers],
]

/** Starts what the rows need, in the order of the table. Floors 1 and 2 are never left out, and a row never without its floor. */
export async function prepareRows(workshop: Workshop, only: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const [names, prepare] of preparations) {
    const isWanted = names.some((name) => name.includes(only) || /^floor [12]/.test(name))
    if (isWanted) rows.push(...(await prepare(workshop)))
  }
  return rows.toSorted((one, other) => rowNames.indexOf(one.name) - rowNames.indexOf(other.name))
}
