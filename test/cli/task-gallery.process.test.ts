import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drillList, incidentFamilies } from '../../src/tasks/family-list.ts'
import { taskList } from '../../src/tasks/task-list.ts'

const script = fileURLToPath(new URL('../../scripts/task-gallery.mjs', import.meta.url))
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-gallery-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const gallery = (out: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [script, '--out', join(folder, out), ...args], { encoding: 'utf8' })
const page = (out: string, name: string): string => readFileSync(join(folder, out, name), 'utf8')

const drillParts = ['Before and after', 'Evidence', 'Decoys', 'Oracle', 'Levels', 'What is drawn']
const incidentParts = [
  'What broke',
  'The ticket',
  'What was seen',
  'Where it is written',
  'Before and after',
  'Why no other answer fits',
  'Two repairs',
]

describe('the gallery of tasks', { timeout: 180_000 }, () => {
  it('has a page for each family and an index of everything, the same bytes on every run', () => {
    expect(gallery('a')).toMatchObject({ status: 0, stderr: '' })
    expect(gallery('b')).toMatchObject({ status: 0, stderr: '' })
    const names = readdirSync(join(folder, 'a', 'tasks')).toSorted()
    expect(names).toEqual([...drillList, ...incidentFamilies].map(({ id }) => `${id}.md`).toSorted())
    const index = page('a', 'tasks.md')
    expect(page('b', 'tasks.md')).toBe(index)
    for (const { id } of taskList) expect(index).toContain(`\`${id}\``)
    for (const name of names) {
      const text = page('a', join('tasks', name))
      expect(page('b', join('tasks', name))).toBe(text)
      expect(index).toContain(`(tasks/${name})`)
      expect(text).toMatch(/Canary GUID [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\./)
      const isDrill = drillList.some(({ id }) => name === `${id}.md`)
      for (const part of isDrill ? drillParts : incidentParts) expect(text).toMatch(new RegExp(`^##+ ${part}$`, 'm'))
      // What a reader still looks through.
      expect(text.split('\n').length, name).toBeLessThan(isDrill ? 175 : 420)
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/)
    }
  })

  it('--check says what is out of date, and writing puts it right', () => {
    const [first] = drillList
    appendFileSync(join(folder, 'a', 'tasks', `${first?.id}.md`), 'edited\n')
    writeFileSync(join(folder, 'a', 'tasks', 'gone.md'), 'a family that is no more\n')
    const { status, stderr } = gallery('a', '--check')
    expect(status).toBe(1)
    const [edited, gone, ...others] = stderr.trimEnd().split('\n')
    expect(edited).toContain(`${first?.id}.md is out of date`)
    expect(gone).toContain('gone.md is out of date')
    expect(others).toEqual([])
    expect(gallery('a')).toMatchObject({ status: 0 })
    expect(existsSync(join(folder, 'a', 'tasks', 'gone.md'))).toBe(false)
    expect(page('a', join('tasks', `${first?.id}.md`))).toBe(page('b', join('tasks', `${first?.id}.md`)))
  })
})
