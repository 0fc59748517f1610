import type { CountRequest, WaitRequest } from '../../schema/admin/journal.ts'
import type { ClockRequest, MintRequest, NewApiTokenRequest } from '../../schema/admin/requests.ts'
import type { NewServiceRequest } from '../../schema/admin/services.ts'

/** @deprecated Named `ClockRequest`; this name goes with 1.0. */
export type ClockOrder = ClockRequest

/** @deprecated Named `CountRequest`; this name goes with 1.0. */
export type CountOrder = CountRequest

/** @deprecated Named `MintRequest`; this name goes with 1.0. */
export type MintOrder = MintRequest

/** @deprecated Named `NewApiTokenRequest`; this name goes with 1.0. */
export type NewApiTokenOrder = NewApiTokenRequest

/** @deprecated Named `NewServiceRequest`; this name goes with 1.0. */
export type NewServiceOrder = NewServiceRequest

/** @deprecated Named `WaitRequest`; this name goes with 1.0. */
export type WaitOrder = WaitRequest
