import { X509Certificate } from 'node:crypto'
import { sha256 } from '../base/digest.ts'
import { makeCertificate } from '../testkit/certificate.ts'
import type { Bench } from './bench.ts'
import { compare, judge, skip, type Check, type Topic } from './check.ts'
import { judgeChallenge } from './refusal-checks.ts'
import { textOf } from './visit.ts'

/** Why certificates cannot be judged at this server, if they cannot. */
function findObstacle({ endpoint, service }: Bench): string | undefined {
  if (!endpoint.startsWith('https:')) return 'The endpoint is not https, so there is no client certificate.'
  return service['tlsClientCertificateBoundAccessTokens'] === true
    ? undefined
    : 'The service does not say tlsClientCertificateBoundAccessTokens.'
}

function readThumbprint(pem: string): string {
  try {
    return sha256(new X509Certificate(pem).raw)
  } catch {
    return `a text that is not PEM: ${pem.slice(0, 60)}`
  }
}

const checks: readonly Check[] = [
  {
    id: 'certificate-passed-on',
    level: 'must',
    title: "The client's certificate reaches Authlete as PEM",
    clause: 'RFC 8705 §3; Authlete API 3.0 /gm, clientCertificate',
    hint: 'Ask clients for certificates without demanding a known issuer, and send what they present as clientCertificate: PEM with its line breaks, not URL-encoded.',
    run: async (bench) => {
      const obstacle = findObstacle(bench)
      if (obstacle !== undefined) return skip(obstacle)
      const { thumbprint, ...identity } = await makeCertificate({ now: Date.now() }, bench.random)
      const holding = await bench.mint({ cnf: { 'x5t#S256': thumbprint } })
      const visit = await bench.visit({ method: 'GET', ...holding, identity })
      const sent = textOf(visit.calls.at(-1)?.sent, 'clientCertificate')
      const actual = sent === undefined ? `no clientCertificate (${visit.said})` : readThumbprint(sent)
      return compare(visit, thumbprint, actual)
    },
  },
  {
    id: 'certificate-missing',
    level: 'must',
    title: 'A token bound to a certificate is refused to a client without it',
    clause: 'RFC 8705 §3',
    hint: 'Map the action UNAUTHORIZED to 401, and send responseContent as WWW-Authenticate.',
    run: async (bench) => {
      const obstacle = findObstacle(bench)
      if (obstacle !== undefined) return skip(obstacle)
      const { thumbprint } = await makeCertificate({ now: Date.now() }, bench.random)
      const holding = await bench.mint({ cnf: { 'x5t#S256': thumbprint } })
      const visit = await bench.visit({ method: 'GET', ...holding })
      return visit.status === 401 ? judgeChallenge(visit) : judge(visit, false, 'status 401', visit.said)
    },
  },
]

export const certificateTopic: Topic = { name: 'Certificates', checks }
