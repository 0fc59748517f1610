import { createHash } from 'node:crypto'
import { markup, type Html } from './markup.ts'
import type { Overview } from './overview.ts'

const style = `
:root { color-scheme: light; --ink: #1d2827; --soft: #5b6867; --paper: #f7f9f8; --card: #ffffff; --line: #dde5e3; --accent: #0f6e6e }
@media (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --ink: #e3eae8; --soft: #9fadab; --paper: #121817; --card: #19211f; --line: #2e3a38; --accent: #5fd0c5 }
}
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 56rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem }
h1 small { font-weight: normal; color: var(--soft) }
h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem }
a { color: var(--accent) }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: 0.25rem 1rem 0.25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
li { margin: 0.25rem 0 }
code, pre { font: 0.9rem/1.5 ui-monospace, monospace }
pre { margin: -0.75rem 0 0; padding: 0.5rem 0.75rem; background: var(--card); border: 1px solid var(--line); overflow-x: auto }
`

/** The page may show its own style, and do nothing else (Content Security Policy Level 3). */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The overview for a browser. */
export function writePage(overview: Overview): string {
  const { name, version, about, baseUrl, links, next } = overview
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<style>${{ html: style }}</style>
</head>
<body>
<h1>${name} <small>${version}</small></h1>
<p>${about} Its base URL is <code>${baseUrl}</code></p>
<h2>Services</h2>
${writeServices(overview)}
<h2>Here</h2>
<ul>
${links.map(writeLink)}</ul>
${next.map(({ what, command }) => markup`<p>${what}:</p>\n<pre>${command}</pre>\n`)}</body>
</html>
`
  return page.html
}

function writeLink({ path, what }: Overview['links'][number]): Html {
  return markup`<li><a href="${path}"><code>${path}</code></a> ${what}</li>\n`
}

function writeServices({ services = [], note }: Overview): Html {
  const rows = services.map(
    ({ serviceId, serviceName = '', issuer = '' }) =>
      markup`<tr><td><code>${serviceId}</code></td><td>${serviceName}</td><td>${issuer}</td></tr>\n`,
  )
  const head = markup`<tr><th>Service id</th><th>Name</th><th>Issuer</th></tr>\n`
  const table = rows.length === 0 ? '' : markup`<table>\n${head}${rows}</table>\n`
  return markup`${table}${note === undefined ? '' : markup`<p>${note}</p>`}`
}
