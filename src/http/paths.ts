import type { FastifyInstance } from 'fastify'
import findMyWay from 'find-my-way'

/** The methods that a path takes, or none where there is no such path. */
export type MethodFinder = (path: string) => readonly string[]

/** Watches the routes being made, so that a known path with a wrong method can be told from an unknown path. */
export function watchPaths(app: FastifyInstance): MethodFinder {
  const paths = findMyWay({ maxParamLength: app.initialConfig.routerOptions?.maxParamLength ?? 100 })
  const methodsByUrl = new Map<string, string[]>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByUrl.get(url)
    if (methods === undefined) {
      const first = [method].flat()
      methodsByUrl.set(url, first)
      paths.on('GET', url, () => undefined, first)
    } else methods.push(...[method].flat())
  })
  return (path) => (paths.find('GET', path)?.store as string[] | undefined) ?? []
}
