import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { packageVersion } from '../floor/package-version.ts'
import { environmentName } from '../floor/task-catalog.ts'
import type { metadataReplySchema } from '../floor/wire-schemas.ts'

export const description =
  'A reinforcement-learning environment in which agents repair corrupted SQLite databases with SQL.'

/** The README two folders up, which a bundle may lack. */
function readReadme(): string | null {
  try {
    return readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  } catch {
    return null
  }
}

/** What GET /metadata answers. */
export function createMetadata(): z.infer<typeof metadataReplySchema> {
  return {
    name: environmentName,
    description,
    version: packageVersion,
    author: 'DataOps-Env contributors',
    documentation_url: './docs',
    readme_content: readReadme(),
  }
}
