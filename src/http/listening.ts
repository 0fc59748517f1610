import type { FastifyInstance } from 'fastify'
import { reachableUrl } from '../base/base-url.ts'

/** Starts listening; on an error closes the server and rejects. */
export async function listen(
  app: FastifyInstance,
  address: { readonly port: number; readonly host: string },
): Promise<void> {
  try {
    await app.listen(address)
  } catch (error) {
    await app.close()
    throw error
  }
}

/** The URL of a listening server; empty while it does not listen. */
export function listeningUrl(app: FastifyInstance): string {
  const listening = app.addresses().find((candidate) => typeof candidate === 'object')
  return listening === undefined ? '' : reachableUrl(listening.address, listening.port)
}
