import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { GmRequestSchema } from '../../schema/gm.ts'
import { content } from '../floors/floor.ts'
import { installedFile } from './install.ts'

/** Prism in a process of its own, with one canned answer. The first parameter is the folder where it is installed. */
const [, , folder = ''] = process.argv

const example = {
  resultCode: 'canned',
  resultMessage: '[canned] What a mock server answers.',
  action: 'OK',
  responseContent: content,
}
const json = (rest: object): object => ({ content: { 'application/json': rest } })
const post = {
  requestBody: json({ schema: GmRequestSchema }),
  responses: { 200: { description: 'OK', ...json({ schema: { type: 'object' }, example }) } },
}
const serviceId = { name: 'serviceId', in: 'path', required: true, schema: { type: 'string' } }

function describeApi(): object {
  return {
    openapi: '3.1.0',
    info: { title: 'What the server is compared with', version: '1' },
    paths: { '/api/{serviceId}/gm': { parameters: [serviceId], post } },
  }
}

/** Prism must be told a port. */
async function findPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => void server.close(resolve))
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

async function answers(url: string): Promise<boolean> {
  const call = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  return fetch(url, call).then(
    ({ ok }) => ok,
    () => false,
  )
}

const document = join(folder, 'canned.json')
writeFileSync(document, JSON.stringify(describeApi()))
const port = await findPort()
const baseUrl = `http://127.0.0.1:${port}`
process.argv = [...process.argv.slice(0, 2), 'mock', document, '--port', String(port), '-v', 'silent']
await import(pathToFileURL(installedFile(folder, '@stoplight/prism-cli/dist/index.js')).href)
while (!(await answers(`${baseUrl}/api/1/gm`))) await setTimeout(100)
console.log(`canned on ${baseUrl}`)
