import { X509Certificate } from 'node:crypto'
import { sha256 } from '../../base/digest.ts'
import { makeCertificate } from '../../testkit/certificate.ts'
import type { TestClient } from '../test-client.ts'
import { expectSame, expectThat, skip, type Check, type Topic } from '../check.ts'
import { expectChallenge } from '../evidence.ts'
import { describeExchange, sentOr, textOf } from '../exchange.ts'

/** Why certificates cannot be checked at this server, if they cannot. */
function findUnmetCondition({ endpoint, service }: TestClient): string | undefined {
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
    hint: 'Ask clients for certificates without demanding a known issuer, and send what they present as clientCertificate: PEM with its line breaks, not URL-encoded. A server that takes no certificates is tested with --without mtls.',
    run: async (client) => {
      const problem = findUnmetCondition(client)
      if (problem !== undefined) return skip(problem)
      const { thumbprint, ...identity } = await makeCertificate({ now: Date.now() }, client.random)
      const token = await client.mint({ cnf: { 'x5t#S256': thumbprint } })
      const exchange = await client.send({ method: 'GET', ...token, identity })
      const sent = textOf(exchange.calls.at(-1)?.sent, 'clientCertificate')
      const actual = sent === undefined ? sentOr(exchange, 'clientCertificate') : readThumbprint(sent)
      return expectSame(exchange, thumbprint, actual)
    },
  },
  {
    id: 'certificate-missing',
    level: 'must',
    title: 'A token bound to a certificate is refused to a client without it',
    clause: 'RFC 8705 §3',
    hint: 'Map the action UNAUTHORIZED to 401, and send responseContent as WWW-Authenticate.',
    run: async (client) => {
      const problem = findUnmetCondition(client)
      if (problem !== undefined) return skip(problem)
      const { thumbprint } = await makeCertificate({ now: Date.now() }, client.random)
      const token = await client.mint({ cnf: { 'x5t#S256': thumbprint } })
      const exchange = await client.send({ method: 'GET', ...token })
      return exchange.status === 401
        ? expectChallenge(exchange, 401)
        : expectThat(exchange, false, { expected: 'status 401', actual: describeExchange(exchange) })
    },
  },
]

export const certificateTopic: Topic = {
  id: 'certificates',
  name: 'Certificates',
  needs: ['mtls'],
  checks,
}
