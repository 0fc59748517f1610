/**
 * What a call relies on was changed by another one before it could act. Nothing was written; decided once more, the call
 * is answered as if the change had come first.
 */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}
