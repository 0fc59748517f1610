import type { Service } from '../../model/service.ts'

/** What a newcomer gets to know about a running mock. */
export interface Overview {
  readonly name: 'authlete-gm-mock'
  readonly version: string
  readonly about: string
  /** As the caller reached it. */
  readonly baseUrl: string
  /** The first services; absent if the caller may not see them. */
  readonly services?: readonly ListedService[]
  /** About the services: why they are not shown, that there are more, that there are none. */
  readonly note?: string
  readonly links: readonly Link[]
  readonly next: readonly Step[]
}

interface ListedService {
  readonly serviceId: string
  readonly serviceName?: string
  readonly issuer?: string
}

/** A path of the mock, and what is there. */
interface Link {
  readonly path: string
  readonly what: string
}

/** Something to do next, with a command line that does it. */
interface Step {
  readonly what: string
  readonly command: string
}

/** How many services are listed. */
export const maxListedServices = 20

/** Longer names are cut: a service may have any. */
const maxNameLength = 100

export interface OverviewFacts {
  readonly version: string
  readonly baseUrl: string
  /** Whether `/_mock` requires a token. */
  readonly needsToken: boolean
  /** The services, of which only the first are listed, or why this caller may not use `/_mock`. */
  readonly services: readonly Service[] | { readonly refused: string }
}

/** A caller who may not use `/_mock` learns why, and sees only what does not need it. */
export function describeMock({ version, baseUrl, needsToken, services }: OverviewFacts): Overview {
  const about = 'A stand-in for Authlete 3.0, for development and tests.'
  const mock = { name: 'authlete-gm-mock', version, about, baseUrl } as const
  return 'refused' in services
    ? { ...mock, note: `They are not shown. ${services.refused}`, links: openLinks, next: [] }
    : {
        ...mock,
        ...describeServices(services),
        links: [...openLinks, ...adminLinks],
        next: describeSteps(baseUrl, needsToken),
      }
}

const openLinks: readonly Link[] = [
  { path: '/docs', what: 'all calls, to read and to try' },
  { path: '/openapi.json', what: 'the same as an OpenAPI document' },
  { path: '/readyz', what: 'health' },
]

const adminLinks: readonly Link[] = [
  { path: '/_mock/services', what: 'the services with all their properties' },
  { path: '/_mock/requests', what: 'the journal: the calls, newest first, and why they were refused' },
  { path: '/_mock/outcomes', what: 'every answer that the mock can give' },
]

function describeSteps(baseUrl: string, needsToken: boolean): readonly Step[] {
  const token = needsToken ? ' -H "Authorization: Bearer $GM_MOCK_ADMIN_TOKEN"' : ''
  return [
    {
      what: 'Give your authorization server its base URL, service id and API token',
      command: `npx gm-mock env --base-url ${baseUrl}`,
    },
    {
      what: 'Make a service for a test, with an API token of its own',
      command: `curl -s -X POST${token} ${baseUrl}/_mock/services`,
    },
    {
      what: 'See each call as it comes, and why it was refused',
      command: `npx gm-mock journal --follow --base-url ${baseUrl}`,
    },
  ]
}

/** Only what names a service: its properties may hold secrets. */
function describeServices(services: readonly Service[]): Pick<Overview, 'services' | 'note'> {
  const listed = services.slice(0, maxListedServices).map(describeService)
  if (listed.length === 0) return { services: [], note: 'There is no service yet.' }
  if (listed.length === services.length) return { services: listed }
  return { services: listed, note: 'There are more. /_mock/services has all of them.' }
}

function describeService({ serviceId, properties: { serviceName, issuer } }: Service): ListedService {
  return {
    serviceId,
    ...(serviceName !== undefined && { serviceName: cut(serviceName) }),
    ...(issuer !== undefined && { issuer: cut(issuer) }),
  }
}

function cut(text: string): string {
  return text.length > maxNameLength ? `${text.slice(0, maxNameLength)}…` : text
}
