/**
 * Another call changed what this call relies on before it could act. Nothing was written; when it is decided again, its
 * answer takes the change into account.
 */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}
