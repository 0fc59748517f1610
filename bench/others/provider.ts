import { once } from 'node:events'
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'
import { installedFile } from './install.ts'

/**
 * oidc-provider in a process of its own, with two access tokens for its userinfo endpoint, one of them bound to a key.
 * The first parameter is the folder where it is installed, the second the thumbprint of the key.
 */
interface Model {
  save(): Promise<string>
}

/** What is used of a package that this one does not know. */
interface Provider {
  callback(): (request: unknown, response: unknown) => void
  readonly Client: { find(id: string): Promise<object | undefined> }
  readonly Grant: new (members: object) => Model & { addOIDCScope(scope: string): void }
  readonly AccessToken: new (members: object) => Model
}

const [, , folder = '', jkt = ''] = process.argv
const accountId = 'alice'
const clientId = 'bench'
const scope = 'openid'

async function openProvider(issuer: string): Promise<Provider> {
  const { href } = pathToFileURL(installedFile(folder, 'oidc-provider/lib/index.js'))
  const { default: Provider } = (await import(href)) as {
    readonly default: new (issuer: string, configuration: object) => Provider
  }
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: 'SecretOfTheBenchmark',
        redirect_uris: ['https://rp.example.com/cb'],
      },
    ],
    findAccount: () => ({ accountId, claims: () => ({ sub: accountId, padding: 'x'.repeat(400) }) }),
    claims: { openid: ['sub', 'padding'] },
    features: { devInteractions: { enabled: false } },
  })
}

async function issueToken(provider: Provider, binding: object): Promise<string> {
  const client = await provider.Client.find(clientId)
  const grant = new provider.Grant({ accountId, clientId })
  grant.addOIDCScope(scope)
  const grantId = await grant.save()
  const members = { accountId, client, grantId, scope, gty: 'authorization_code', ...binding }
  return new provider.AccessToken(members).save()
}

const server = createServer()
await once(server.listen(0, '127.0.0.1'), 'listening')
const address = server.address()
const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
const provider = await openProvider(baseUrl)
server.on('request', provider.callback())
const [bearer, bound] = [await issueToken(provider, {}), await issueToken(provider, { jkt })]
console.log(`provider on ${JSON.stringify({ baseUrl, bearer, bound })}`)
