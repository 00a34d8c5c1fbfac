import { describe, expect, it } from 'vitest'
import type { TaskDraft } from '../../../src/tasks/define-task.ts'
import { draftFor, gone, spoiltTable } from './family-lines.ts'

/** Instances at every level in three worlds. */
const sample = ['shop', 'school', 'sensors'].flatMap((world) =>
  [1, 2, 3, 4, 5].map((level) => spoiltTable(`exact_dup@1/${world}/${level}`, 1)),
)

/** Rows of the other tables that changed, as [table, columns that changed]. */
function changedElsewhere({ seed, target }: TaskDraft, table: string): Map<string, Set<string>> {
  const changed = new Map<string, Set<string>>()
  for (const [place, { name, columns, rows }] of seed.tables.entries()) {
    if (name === table) continue
    const due = new Map(target.tables[place]?.rows.map((row) => [row[0] ?? null, row]))
    expect(due.size).toBe(rows.length)
    for (const row of rows) {
      const other = due.get(row[0] ?? null)
      for (const [index, column] of columns.entries()) {
        if (other?.[index] !== row[index]) changed.set(name, (changed.get(name) ?? new Set()).add(column))
      }
    }
  }
  return changed
}

describe('exact_dup', () => {
  it('is right in an instance checked by hand', () => {
    const { draft, table, lines } = spoiltTable('exact_dup@1/shop/1', 1)
    expect(table).toBe('buyers')
    expect(draft.goal).toContain('- 742L: contactMail alone tells who is who.')
    expect(draft.goal).toContain('- 702R: phoneNumber alone tells who is who.')
    expect(draft.goal).toContain('- 869S: customerName alone tells who is who.')
    // 742L sent erikssonk@... as 897 and 923; 702R the phone 5789365117 as 871 and 943; 869S Dagny Çelik as 918 and 942.
    const removed = lines.filter(({ due }) => due === gone).map(({ key }) => key)
    expect(new Set(removed)).toEqual(new Set([923, 943, 942]))
    const line = (key: number): unknown[] => Object.values(lines.find((candidate) => candidate.key === key)?.row ?? {})
    expect([line(897)[2], line(897).at(-1)]).toEqual([line(923)[2], '742L'])
    expect([line(918)[1], line(918).at(-1)]).toEqual([line(942)[1], '869S'])
    // 883 and 944 of 869S differ in a capital; 868 and 927 have one name, but 742L goes by the mail address.
    expect([line(883)[1], line(944)[1]]).toEqual(['Fatou RådströM', 'Fatou Rådström'])
    expect([line(868)[1], line(868).at(-1)]).toEqual([line(927)[1], '742L'])
    // Orders of those that go are turned to those that stay.
    const orders = new Map(draft.target.tables[1]?.rows.map((row) => [row[0], row[1]]))
    expect([6008, 6065, 5985, 6030].map((id) => orders.get(id))).toEqual([897, 918, 871, 871])
  })

  it('changes nothing else than references to lines that go, and at level 5 the records', () => {
    for (const { draft, table } of sample) {
      const changed = [...changedElsewhere(draft, table)]
      const references = changed.filter(([, columns]) => columns.size === 1)
      expect(references).toHaveLength(1)
      expect(changed.length - references.length).toBe(draft.parts.length === 3 ? 1 : 0)
    }
  })

  it('leaves no reference to a line that goes, and keeps every value of what stays', () => {
    for (const { draft, table, lines } of sample) {
      const removed = new Set(lines.filter(({ due }) => due === gone).map(({ key }) => key))
      expect(removed.size).toBeGreaterThanOrEqual(3)
      const place = draft.seed.tables.findIndex(({ name }) => name === table)
      const kept = draft.seed.tables[place]?.rows.filter((row) => !removed.has(row[0] ?? null))
      expect(draft.target.tables[place]?.rows).toEqual(kept)
      for (const [index, { columns, rows, ddl }] of draft.target.tables.entries()) {
        const reference = columns.findIndex((column) => ddl.includes(`${column} INTEGER NOT NULL REFERENCES ${table} `))
        if (index === place || reference < 0) continue
        expect(rows.filter((row) => removed.has(row[reference] ?? null))).toEqual([])
      }
    }
  })

  it('does not always keep the line that was inserted first', () => {
    const orders = sample.flatMap(({ lines }) => lines.map(({ due }, place) => ({ place: place / lines.length, due })))
    const removed = orders.filter(({ due }) => due === gone)
    const mean = removed.reduce((sum, { place }) => sum + place, 0) / removed.length
    expect(mean).toBeGreaterThan(0.4)
    expect(mean).toBeLessThan(0.6)
  })

  it('plants as many pairs that agree in a wrong column as in the right one', () => {
    const { lines } = spoiltTable('exact_dup@1/shop/1', 1)
    for (const column of ['customerName', 'contactMail', 'phoneNumber']) {
      const groups = new Map<string, number>()
      for (const { row } of lines) {
        const subject = `${String(row['branchCode'])} ${String(row[column])}`
        groups.set(subject, (groups.get(subject) ?? 0) + 1)
      }
      const pairs = [...groups].filter(([, count]) => count > 1).map(([subject]) => subject.slice(0, 4))
      expect(pairs.toSorted()).toEqual(['702R', '742L', '869S'])
    }
  })

  it('gives the same draft for the same seed', () => {
    expect(draftFor('exact_dup@1/bank/5', 4).seed).toEqual(draftFor('exact_dup@1/bank/5', 4).seed)
  })
})
