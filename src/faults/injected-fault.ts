/** What a tester asked for: a call that fails as if something were broken. */
export class InjectedFault extends Error {
  override readonly name = 'ArrangedFailure'

  /** Takes how the API is named: `gm`, `client/get/{clientId}`. */
  constructor(api: string) {
    super(`a call to ${api} failed as arranged`)
  }
}
