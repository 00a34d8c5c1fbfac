import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Whether there is a folder; a file in its place is an error. */
async function isThere(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  throw Object.assign(new Error(`ENOTDIR: ${path} is not a folder`), { code: 'ENOTDIR' })
}

/**
 * Makes a folder and those above it. In place of Node's `recursive`, which never comes to an end where a folder is there
 * but will have no other in it, as in /proc.
 *
 * @throws Error of the file system, with its `code`
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = []
  for (let at = resolve(path); !(await isThere(at)); at = dirname(at)) missing.push(at)
  for (const folder of missing.toReversed()) {
    await mkdir(folder).catch(async (error: NodeJS.ErrnoException) => {
      // Somebody else may have made it meanwhile.
      if (error.code !== 'EEXIST' || !(await isThere(folder))) throw error
    })
  }
}
