/**
 * The options that make one file of each entry for `require`. Node.js itself requires the ES modules, but Jest and the like
 * have a loader of their own, which cannot.
 */
export const commonJs = {
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': 'moduleUrl', 'import.meta.resolve': 'resolveUrl' },
  banner: {
    js: [
      "const { pathToFileURL: urlOfFile } = require('node:url')",
      'const moduleUrl = urlOfFile(__filename).href',
      'const resolveUrl = (name) => urlOfFile(require.resolve(name)).href',
    ].join(';'),
  },
}
