import t from 'tap'
import type { Topic } from '../../src/verify/check.ts'
import { topics } from '../../src/verify/topics.ts'
import { queryTopic } from '../../src/verify/checks/query-checks.ts'
import { startTestMock } from '../support/mock.ts'
import { flaws as ofAnswers } from './flaws-of-answers.ts'
import { flaws as ofFailures } from './flaws-of-failures.ts'
import { flaws as ofRequests } from './flaws-of-requests.ts'
import { listen, listFailed, tryServer } from './trial.ts'

/** Whether one of these checks is of a topic. */
function names({ checks }: Topic, ids: readonly string[]): boolean {
  return checks.some(({ id }) => ids.includes(id))
}

const mock = await startTestMock(t)
const serverURL = await listen(mock)

// Other topics rest on the first query, so that the topic of queries is always tried.
for (const [subject, flaws] of Object.entries({
  'of answers': ofAnswers,
  'of requests': ofRequests,
  'of failures': ofFailures,
})) {
  t.test(
    `each flaw ${subject} is found by the checks that name it, and by no others of their topics`,
    async (t) => {
      for (const { what, found, behaviour, remember, triedByAll, ...flaw } of flaws) {
        const trial = { ...flaw, behaviour: { ...behaviour, ...remember?.() } }
        const tried = topics.filter((topic) => triedByAll || topic === queryTopic || names(topic, found))
        const failed = listFailed(await tryServer(t, mock, serverURL, trial, tried))
        t.strictSame(failed.toSorted(), found.toSorted(), `a server that ${what}`)
      }
    },
  )
}
