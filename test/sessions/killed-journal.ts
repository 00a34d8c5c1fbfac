import { cpSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * What the next process would find, were the one that has a journal's folder killed now: everything but the lock, which
 * only the living hold.
 */
export function copyAsKilled(folder: string, copy: string): void {
  cpSync(folder, copy, { recursive: true, filter: (path) => !basename(path).startsWith('lock') })
}
