import t from 'tap'
import { startTestMock } from '../support/mock.ts'

/** What a page at a URL refers to, as a browser resolves it. */
function listTargets(page: string, url: string): readonly string[] {
  return [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(
    ([, target = '']) => new URL(target, `http://mock${url}`).href,
  )
}

t.test(
  'the page finds its files with and without a slash, behind a prefix too, and nowhere else',
  async (t) => {
    const { inject } = await startTestMock(t)
    for (const url of ['/docs', '/docs/']) {
      const page = await inject({ url })
      t.equal(page.statusCode, 200)
      t.match(page.headers['content-type'], /^text\/html/)
      t.match(page.headers['content-security-policy'], /^default-src 'none'; script-src 'self';/)
      const behind = listTargets(page.body, `/prefix${url}`)
      t.ok(behind.length >= 5)
      for (const target of behind) {
        t.ok(target.startsWith('http://mock/prefix/docs/'), target)
        const answer = await inject({ url: target.slice('http://mock/prefix'.length) })
        t.equal(answer.statusCode, 200, target)
        t.ok(answer.body.length > 100, target)
      }
    }
  },
)

t.test(
  'the page and its files refer to nothing on other hosts, and have no scripts within the page',
  async (t) => {
    const { inject } = await startTestMock(t)
    for (const url of ['/docs', '/docs/page/docs.css', '/docs/page/docs.js', '/docs/page/logo.svg']) {
      const { body, headers } = await inject({ url })
      t.notMatch(body.replace('http://www.w3.org/2000/svg', ''), /https?:|['"(]\/\/|url\(|@import/, url)
      t.notMatch(body, /<script>|\son\w+=|\{folder\}/, url)
      t.match(
        headers['content-type'],
        /^(?:text\/(?:html|css|javascript); charset=utf-8|image\/svg\+xml)/,
        url,
      )
    }
  },
)

t.test('a file that the page does not have is not found', async (t) => {
  const { inject } = await startTestMock(t)
  for (const url of ['/docs/page/index.html', '/docs/page/../../package.json', '/docs/static/none.js'])
    t.equal((await inject({ url })).statusCode, 404, url)
})

t.test('HEAD of the page has its headers and no body', async (t) => {
  const { inject } = await startTestMock(t)
  const { statusCode, headers, body } = await inject({ method: 'HEAD', url: '/docs' })
  t.equal(statusCode, 200)
  t.match(headers['content-type'], /^text\/html/)
  t.equal(body, '')
})
