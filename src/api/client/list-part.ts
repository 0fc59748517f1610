import type { Client } from '../../model/client.ts'
import type { Page, Part, Store } from '../../store/store.ts'

const everything: Page = { start: 0, end: 2 ** 31 - 1 }

/** A part of a service's clients, or of those of a developer. */
export async function listPart(
  store: Pick<Store, 'listClients'>,
  generation: number,
  page: Page,
  { developer }: { readonly developer?: string },
  holding?: { readonly subject: string; readonly now: number },
): Promise<Part<Client>> {
  if (developer === undefined) return store.listClients(generation, page, holding)
  const { entries } = await store.listClients(generation, everything, holding)
  const own = entries.filter(({ properties }) => properties['developer'] === developer)
  return { entries: own.slice(page.start, page.end), totalCount: own.length }
}
