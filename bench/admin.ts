/** One call of `/_mock`, and how long it took to its last octet. */
export async function callAdmin(
  baseUrl: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<{ readonly body: unknown; readonly milliseconds: number }> {
  const start = performance.now()
  const response = await fetch(`${baseUrl}/_mock${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const milliseconds = performance.now() - start
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`)
  return { body: text === '' ? undefined : JSON.parse(text), milliseconds }
}
