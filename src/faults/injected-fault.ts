/** A failure that a tester asked for. */
export class InjectedFault extends Error {
  override readonly name = 'ArrangedFailure'

  /** Takes the name of the API: `gm`, `client/get/{clientId}`. */
  constructor(api: string) {
    super(`a call to ${api} failed as arranged`)
  }
}
