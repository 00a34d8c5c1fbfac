import { describe, expect, it } from 'vitest'
import { widthOf } from '../../src/cli/terminal/terminal-text.ts'
import { drillList } from '../../src/tasks/family-list.ts'
import { taskList } from '../../src/tasks/task-list.ts'
import { hasTerminal, typed } from './typed.ts'

describe('the lists', () => {
  const widest = (text: string): number => Math.max(...text.split('\n').map(widthOf))

  it.skipIf(!hasTerminal)('fit a narrower terminal', async () => {
    const runs = await Promise.all(
      [60, 80, 140].map(async (columns) => ({ columns, ...(await typed(['tasks'], [], { columns })) })),
    )
    for (const { columns, text, code } of runs) {
      expect(code).toBe(0)
      expect(widest(text)).toBeLessThanOrEqual(Math.min(columns, 100))
      for (const { id } of [...taskList, ...drillList]) expect(text).toContain(id)
    }
    const { text } = await typed(['tasks', '--show', '--family', 'date_iso', '--level', '2'], [], { columns: 60 })
    expect(widest(text.slice(0, text.indexOf('DECOYS')))).toBeLessThanOrEqual(60)
  })
})
