import type { TokenReason } from '../../api/token/request/outcomes.ts'
import type { TokenDetailsReason } from '../../oauth/token/details.ts'
import type { Client } from '../../model/client.ts'
import type { Scenario } from '../shared/scenario.ts'
import { clientForm, redeem, tokenCall } from './call.ts'

const paymentType = 'payment_initiation'

/** A request with the client credentials grant, for authorization details of a supported type. */
const asksFor =
  (details: string | readonly string[], detail = '', properties: Client['properties'] = {}): Scenario =>
  async (context) => {
    const { supportedAuthorizationDetailsTypes: supported = [] } = await context.properties()
    await context.change({ supportedAuthorizationDetailsTypes: [...new Set([...supported, paymentType])] })
    const parameters = { authorization_details: details }
    return tokenCall(await context.makeClient(properties), clientForm, { parameters, values: { detail } })
  }

const write = (...details: readonly unknown[]): string => JSON.stringify(details)
const payment = { type: paymentType }

/** Scenarios of the authorization details of tokens. */
export const detailsScenarios = {
  authorization_details_repeated: asksFor([write(payment), write(payment)]),
  authorization_details_malformed: asksFor('['),
  authorization_detail_malformed: asksFor(write(payment, 1), '1'),
  authorization_detail_without_type: asksFor(write({}), '0'),
  authorization_detail_type_unsupported: asksFor(write({ type: 'unheard-of' }), '0'),
  authorization_detail_type_undeclared: asksFor(write(payment), '0', { authorizationDetailsTypes: [] }),
  authorization_details_not_granted: async (context) => {
    await context.change({ supportedAuthorizationDetailsTypes: [paymentType] })
    return redeem(context, await context.makeClient(), {
      authorization: { authorization_details: write(payment) },
      parameters: { authorization_details: write({ ...payment, actions: ['initiate'] }) },
    })
  },
} as const satisfies Pick<Record<TokenReason, Scenario>, TokenDetailsReason>
