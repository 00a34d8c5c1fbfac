import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runHere } from './run-here.ts'

let folder: string
let run: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-folders-'))
  run = join(folder, 'run')
  writeFileSync(join(folder, 'file'), '')
  const played = await runHere(['eval', '--suite', 'classic', '--policy', 'noop', '--out', run])
  expect(played.code).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Commands that make a folder. */
const commands: Readonly<Record<string, (out: string) => string[]>> = {
  'report --inspect': (out) => ['report', run, '--inspect', `${out}/`],
  'eval --out': (out) => ['eval', '--suite', 'classic', '--policy', 'noop', '--out', out],
  'export --out': (out) => ['export', '--out', out],
  'site --out': (out) => ['site', '--out', out],
}

describe.each(Object.entries(commands))('%s', (_, argsOf) => {
  // In /proc there are folders that will have no other in them: a recursive mkdir of Node never ends there.
  it.each(['below a file', 'in /proc'])('ends with one line where no folder can be made: %s', async (where) => {
    const out = where === 'in /proc' ? '/proc/none/logs' : join(folder, 'file', 'logs')
    const { code, stdout, stderr } = await runHere(argsOf(out))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: (?:io_error|storage_error): [^\n]+\n$/)
  })
})
