import type { FastifyInstance } from 'fastify'
import { reachableUrl } from '../base/reachable-url.ts'

/** Listens, or closes what was built and rejects. */
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

/** Where a listening server is reached; empty while it does not listen. */
export function listeningUrl(app: FastifyInstance): string {
  const listening = app.addresses().find((candidate) => typeof candidate === 'object')
  return listening === undefined ? '' : reachableUrl(listening.address, listening.port)
}
