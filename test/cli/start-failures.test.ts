/** A start that fails before anything is held: one line and an exit code. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runHere } from './run-here.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-start-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a start that never begins', () => {
  const makeFile = (name: string, text = ''): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  test.each<[string, () => readonly string[], NodeJS.ProcessEnv, number, RegExp]>([
    ['a file where the journal should be', () => ['--journal', makeFile('file')], {}, 1, /io_error: .*ENOTDIR/],
    ['a file on the way to it', () => ['--journal', join(makeFile('file'), 'a/b')], {}, 1, /io_error: .*ENOTDIR/],
    ['a journal in /proc', () => ['--journal', '/proc/nowhere/a'], {}, 1, /io_error: .*ENOENT/],
    ['a journal in /dev/null', () => ['--journal', '/dev/null'], {}, 1, /io_error: .*ENOTDIR/],
    ['a name that is too long', () => ['--journal', join(folder, 'x'.repeat(300))], {}, 1, /io_error: .*ENAMETOOLONG/],
    ['an unknown flag', () => ['--prot', '1'], {}, 2, /wrong_use: /],
    ['a port that is none', () => ['--port', 'http'], {}, 2, /wrong_use: /],
    ['a file of settings that is not there', () => ['--config', join(folder, 'none')], {}, 2, /invalid_config: /],
    ['an unknown setting', () => ['--config', makeFile('a', 'server: {prot: 1}')], {}, 2, /invalid_config: .*prot/],
    ['a salt that is not there', () => ['--split-salt-file', join(folder, 'none')], {}, 2, /invalid_config: .*ENOENT/],
    ['a variable that makes no sense', () => [], { PORT: 'http' }, 2, /invalid_config: environment variable PORT/],
  ])('%s', async (_, args, env, code, says) => {
    const result = await runHere(['serve', '--log-level', 'silent', ...args()], { env })
    expect(result).toMatchObject({ code, stdout: '' })
    expect(result.stderr).toMatch(new RegExp(`^error: ${says.source}[^\\n]*\\n$`))
  })
})
