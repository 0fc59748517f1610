import t from 'tap'
import { serviceOutcomes, type ServiceReason } from '../../../src/api/service/outcomes.ts'
import type { BareRow, OutcomeRow } from '../../../src/outcome/outcome.ts'
import { serviceId, startTestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'

/** The texts of those answers that have one. */
const told: Partial<Record<ServiceReason, string>> = {
  number_negative: "/service/update, 'refreshTokenDuration' must not be negative.",
  jwks_absent: "/service/update, 'refreshTokenDuration' must not be negative.",
  jwks_malformed: "/service/update, The value of 'jwks' failed to be parsed as a JWK Set.",
  scope_name_missing:
    "/service/create, The scope name of the element at the index '1' of 'supportedScopes' is not specified.",
  scope_name_repeated:
    "/service/update, The scope name of the element at the index '2' of 'supportedScopes' is a duplicate.",
  patch_unusable: "/service/configuration, 'patch' is unspecified, empty or invalid.",
  service_gone: `The service (API Key = ${serviceId}) has been deleted.`,
  service_deleted_already: `The service (API Key = ${serviceId}) has already been deleted.`,
  services_start_malformed: "Parameter 'start' failed to be parsed as int.",
  services_start_negative: "Parameter 'start' must not be negative.",
  services_end_malformed: "Parameter 'end' failed to be parsed as int.",
  services_end_negative: "Parameter 'end' must not be negative.",
}

const shared = await startTestMock(t)

for (const [reason, row] of Object.entries(serviceOutcomes) as [ServiceReason, BareRow | OutcomeRow][]) {
  t.test(`a call that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    await shared.admin.reset()
    const { status, body } = await meetOutcome(shared, 'service', reason)
    t.equal(status, row.status)
    if ('resultCode' in row) {
      const resultMessage = `[${row.resultCode}] ${told[reason]}`
      t.strictSame(body, { resultCode: row.resultCode, resultMessage })
    } else {
      t.notOk('resultCode' in body)
      t.equal(Object.keys(body).length === 0, status === 204 || status === 302)
    }
  })
}
