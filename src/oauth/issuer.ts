import type { Service } from '../model/service.ts'

/** The issuer of a service that has set none (observed on fresh services of Authlete). */
const placeholder = 'https://authlete.com'

/** The issuer identifier of a service (RFC 8414 §2), as its tokens name it. */
export function readIssuer({ properties }: Pick<Service, 'properties'>): string {
  return properties.issuer ?? placeholder
}
