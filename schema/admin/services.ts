import { Type, type Static } from '@sinclair/typebox'
import { FixturesSchema, type OtherProperties, type ServiceMembers } from '../fixtures.ts'
import { serviceMembers } from '../service.ts'
import { GivenMockSettingsSchema, ServiceIdSchema, servicePropertySchemas } from '../words.ts'

/** The requests of the admin calls about services. */

/** Their values are validated; typing all of them, some two hundred, would only hinder callers in process. */
const authleteMembers: object = serviceMembers

export const NewServiceSchema = Type.Object(
  {
    ...authleteMembers,
    ...FixturesSchema.properties.services.items.properties,
    serviceId: Type.Optional(ServiceIdSchema),
  },
  {
    additionalProperties: true,
    description:
      "A service as in fixtures: Authlete's properties, all optional and all kept, and its initial content. A member that looks misspelt is refused.",
  },
)
export type NewServiceRequest = Omit<ServiceMembers, 'serviceId'> &
  Partial<Pick<ServiceMembers, 'serviceId'>> &
  OtherProperties

export const ServiceChangeSchema = Type.Object(
  { ...authleteMembers, ...servicePropertySchemas, mock: Type.Optional(GivenMockSettingsSchema) },
  {
    additionalProperties: true,
    description:
      'Members to change; null removes a property. A member that looks misspelt is refused; clients, tokens and the clock have calls of their own.',
  },
)
type Nullable<Members> = { readonly [Member in keyof Members]: Members[Member] | null }
export type ServiceChangeRequest = Nullable<Static<typeof ServiceChangeSchema>> & OtherProperties
