import { readFileSync } from 'node:fs'
import { docsFolder } from '../base/package-files.ts'

/** The page loads nothing from elsewhere, calls nothing else, and is shown in no frame. The styles are Swagger UI's. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page that shows the contract. `folder` is where its files are, seen from the page. */
export function readPage(folder: string): string {
  return readFileSync(new URL('index.html', docsFolder()), 'utf8').replaceAll('{folder}', folder)
}

export function readPageFile(name: string): Buffer {
  return readFileSync(new URL(name, docsFolder()))
}
