import fc from 'fast-check'
import t from 'tap'
import { hasFilePath, hasStackTrace } from '../../src/verify/checks/leaks.ts'

const traces: readonly (readonly [text: string, isTrace: boolean])[] = [
  ['Error: no\n    at run (/srv/app/index.js:10:5)', true],
  ['at com.example.Main.run(Main.java:42)', true],
  ['\tat x:y:1', true],
  ['at a(:1', false],
  ['at a(b:1', true],
  ['at (b:1', false],
  ['at a(b:x', false],
  ['at a(b\n:1', false],
  ['look at a(b:1)', false],
  ['attic a(b:1', false],
  ['at 12:30 we met at 13:00', true],
  ['', false],
]

t.test('a line that begins with at and tells the number of a line is of a stack trace', async (t) => {
  for (const [text, isTrace] of traces) t.equal(hasStackTrace(text), isTrace, text)
})

const paths: readonly (readonly [text: string, isPath: boolean])[] = [
  ['in /srv/app/index.js', true],
  ['(/a/b.py)', true],
  ['https://example.com/docs/a.js?x', true],
  ['/index.js', false],
  ['a/b.js', false],
  ['//a.js', false],
  ['/a/b.jsx', false],
  ['/a/b.js.map', true],
  ['/a/.js', false],
  ['/a b/c.js', false],
  ['/a/b c.js', false],
  ['/a/b/', false],
]

t.test('a source file in a folder is the path of a file', async (t) => {
  for (const [text, isPath] of paths) t.equal(hasFilePath(text), isPath, text)
})

const texts = fc
  .array(fc.constantFrom('at ', ' ', '\n', ':', '(', '1', 'a', '/', '.', '.js', '.py', '-', '\u2028'), {
    maxLength: 20,
  })
  .map((pieces) => pieces.join(''))

t.test('what is found is what two patterns would find that are slow on long texts', async () => {
  fc.assert(
    fc.property(texts, (text) => hasStackTrace(text) === /^\s*at .+[:(].+:\d+/m.test(text)),
    { numRuns: 5000 },
  )
  fc.assert(
    fc.property(
      texts,
      (text) => hasFilePath(text) === /(?:\/[\w.-]+){2,}\.(?:js|ts|mjs|java|rb|go|py)\b/.test(text),
    ),
    { numRuns: 5000 },
  )
})
