import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CliResult } from './run-cli.ts'
import { runHere } from './run-here.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-verify-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const drills = (...args: string[]): Promise<CliResult> => runHere(['verify', '--suite', 'drills', ...args])

describe('verify --suite drills', () => {
  it.each([
    [['--family', 'nope'], 'unknown_task'],
    [['--world', 'nope'], 'wrong_use'],
    [['--level', '6'], 'wrong_use'],
    [['--level', 'one'], 'wrong_use'],
    [['--workers', '0'], 'wrong_use'],
    [['--seeds', '3..1'], 'wrong_use'],
    [['--seeds', '0..999999'], 'wrong_use'],
    [['--task', 'task_easy'], 'wrong_use'],
    [['--resume', tmpdir()], 'wrong_use'],
    [['--suite', 'nope'], 'wrong_use'],
    [['--suite', 'classic', '--family', 'date_iso'], 'wrong_use'],
    [['--suite', 'classic', '--resume', 'proofs.jsonl'], 'wrong_use'],
  ])('%j is wrong use', async (args, code) => {
    const result = await drills(...args)
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toMatch(new RegExp(`^error: ${code}: [^\\n]+\\n$`))
  })
})

describe('verify --resume', () => {
  const args = ['--family', 'trim_case', '--world', 'bank', '--level', '1', '--seeds', '0..39']

  it('leaves a file of another kind as it is', async () => {
    const file = join(folder, 'notes.txt')
    for (const text of ['my notes', 'my notes\nof today\n', '{"format":"dataops-env/journal@1"}\n']) {
      writeFileSync(file, text)
      const result = await drills(...args, '--resume', file)
      expect(result).toMatchObject({ code: 2, stdout: '' })
      expect(result.stderr).toMatch(/^error: wrong_use: \S+ was not written by verify --resume; name another file\n$/)
      expect(readFileSync(file, 'utf8')).toBe(text)
    }
    writeFileSync(file, '{"format":"dataops-env/proofs@1"}\n{"task":"x"}\n')
    expect((await drills(...args, '--resume', file)).stderr).toMatch(/notes\.txt:2: not a line of verify --resume\n$/)
  })
})
