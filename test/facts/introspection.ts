import { callApi } from '../support/api.ts'
import { call } from '../support/authorize.ts'
import type { Fact } from './fact.ts'

const curriculum = 'github.com/blackadi/OAUTH2.0, docs/curriculum, labs on the live service'

/** What was published about `auth/introspection` and `auth/introspection/standard`. */
export const introspectionFacts: readonly Fact[] = [
  {
    id: 'introspection-unknown-token',
    input: 'auth/introspection with a token that was never issued',
    published: 'A057302, UNAUTHORIZED',
    where: curriculum,
    when: '2026-08',
    source: 'observed',
    certainty: 'high',
    outcomes: ['introspection/access_token_unknown'],
    replay: (mock) => call(mock, '/auth/introspection', { token: 'never-issued' }),
    answer: { resultCode: 'A057302', action: 'UNAUTHORIZED' },
  },
  {
    id: 'introspection-empty-body',
    input: 'auth/introspection with an empty body',
    published: 'HTTP 400, A126203',
    where: 'github.com/blackadi/OAUTH2.0, audit/02-findings/SERVICE-CONFIG-PROBE.md',
    when: '2026-08',
    source: 'observed',
    certainty: 'high',
    outcomes: ['front-door/body_empty'],
    replay: (mock) => callApi(mock, 'POST', '/auth/introspection'),
    answer: { status: 400 },
  },
]
