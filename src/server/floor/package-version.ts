import { readFileSync } from 'node:fs'

/** The version in package.json, which lies two folders up from `src/server` and from `dist/server` alike. */
export const packageVersion: string = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version
