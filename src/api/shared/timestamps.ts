import { toWholeSecond } from '../../base/clock.ts'

/**
 * The times of creation and change of a service or a client when it is read again: in whole seconds. The answer to the
 * change itself has milliseconds (OpenAPI, examples of service/get, service/update, client/get and client/update).
 */
export function formatTimestamps({ createdAt = 0, modifiedAt = 0 }: Readonly<Record<string, unknown>>) {
  return { createdAt: toWholeSecond(Number(createdAt)), modifiedAt: toWholeSecond(Number(modifiedAt)) }
}
