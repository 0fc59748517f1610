import t from 'tap'
import { readFixtures } from '../../src/admin/fixtures.ts'
import { createProblemFinder } from '../../src/admin/order-reader.ts'

t.test(
  'problems of shape do not hide those of relation, and all come in the order of the document',
  async (t) => {
    const tokens = [
      { accessToken: 'a', grantId: 'nowhere' },
      { accessToken: 'a', subject: 5 },
    ]
    const services = [...Array(11).keys()].map((id) => ({
      serviceId: String(id + 1),
      ...(id === 10 && { tokens }),
    }))
    const text = JSON.stringify({
      services: [...services.slice(0, 2), { serviceId: 'x' }, ...services.slice(3)],
    })
    const reading = readFixtures(text, createProblemFinder())
    t.same('problems' in reading && reading.problems.map(({ path }) => path), [
      '/services/2/serviceId',
      '/services/10/tokens/0/grantId',
      '/services/10/tokens/1/accessToken',
      '/services/10/tokens/1/subject',
    ])
  },
)
