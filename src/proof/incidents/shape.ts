/**
 * What an instance is made of: keys, sizes, what its level asks for, and the same bytes again.
 *
 * @module
 */
import { asciiLower } from '../../kit/ascii-case.ts'
import type { TaskDraft } from '../../tasks/define-task.ts'
import { draftOf } from '../../tasks/instantiate.ts'
import { textsOf } from './business.ts'
import { faultyTables, type Law } from './law.ts'

/** Bytes of a seed image. */
const imageBound = 1024 * 1024
/** Rows of the largest table, from a level on: more than a page of results shows. */
const leastRows: Readonly<Record<number, number>> = { 4: 500, 5: 2000 }

/** The same seed gives the same rows, goal and repairs, and so the same bytes. */
export const sameBytes: Law = {
  name: 'same bytes',
  says: 'an instance drawn again has the same rows in the same order, ticket, clock, parts and repairs; a suite compares images',
  check({ instance }, fail) {
    const again = draftOf(instance.task, instance.seed)
    const told = ({ goal, asOf, parts, oracles, naive, seed, target }: TaskDraft): string =>
      JSON.stringify({ goal, asOf, parts, oracles, naive, seed, target })
    if (told(instance.draft) !== told(again)) fail('rows, ticket, clock, parts or repairs of one seed differ')
    return { 'image bytes': instance.seedImage.length }
  },
}

/** Rows can be followed, the clock is frozen, parts are of a kind. */
export const wholeKeys: Law = {
  name: 'keys',
  says: 'graded keys are whole and unique on both sides, every table is graded, every part is of a kind',
  check({ instance, graded, parts }, fail) {
    const { before, target, draft } = instance
    for (const { name, key } of graded) {
      for (const [side, content] of [
        ['seed', before],
        ['target', target],
      ] as const) {
        const table = content.tables.get(asciiLower(name))
        if (table === undefined || key === null) continue
        const places = key.map((column) => table.columns.findIndex((own) => asciiLower(own) === asciiLower(column)))
        const keys = table.rows.map((row) => places.map((place) => row[place] ?? 'n'))
        if (keys.some((cells) => cells.includes('n'))) fail(`${side}: a key of ${name} is NULL or missing`)
        if (new Set(keys.map((cells) => JSON.stringify(cells))).size < keys.length)
          fail(`${side}: keys of ${name} repeat`)
      }
    }
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(draft.asOf)) fail(`not a frozen clock: ${draft.asOf}`)
    if (draft.parts.some(({ kind }) => kind === undefined)) fail('a part is of no kind')
    const differing = parts.reduce((sum, part) => sum + part.differing, 0)
    const rows = [...before.tables.values()].reduce((sum, table) => sum + table.rows.length, 0)
    return { rows, 'cells to repair': differing, tables: before.tables.size }
  },
}

/** What the level promises. */
export const levelShape: Law = {
  name: 'level',
  says: 'one table at level 1, derived rows follow from 3, 500 and 2,000 rows at 4 and 5, no jargon, 1 MiB, no canary',
  check(subject, fail) {
    const { instance, incident, level } = subject
    const { before, goal, seedImage, identity, task, draft } = instance
    const changed = faultyTables(subject)
    if (level === 1 && changed.length !== 1) fail(`${changed.length} tables are to be repaired at level 1`)
    const follows = draft.parts.filter(({ kind }) => kind === 'derived').flatMap(({ tables }) => tables)
    if (level >= 3 && !follows.some((table) => changed.includes(table))) fail('no derived row follows')
    const largest = Math.max(...[...before.tables.values()].map(({ rows }) => rows.length))
    const due = leastRows[level] ?? 0
    if (largest < due) fail(`the largest table has ${largest} rows, not ${due}`)
    if (level >= 3) {
      const slip = task.family?.jargon?.exec(goal)
      if (slip) fail(`the ticket says ${slip[0]}`)
    }
    for (const { name } of level <= 2 ? changed : []) if (!goal.includes(name)) fail(`the ticket does not name ${name}`)
    if (seedImage.length > imageBound) fail(`the image has ${seedImage.length} bytes`)
    if ([goal, ...textsOf(before)].some((text) => text.includes(identity.canary))) fail('the canary can be read')
    for (const { name, columns } of before.tables.values()) {
      const words = asciiLower([name, ...columns].join(' '))
      if (words.includes(incident.incident)) fail(`${name} names the incident`)
    }
    const { difficulty } = incident.sketch
    if (!(difficulty >= 0 && difficulty <= 1)) fail(`a difficulty of ${difficulty}`)
    return { 'rows of the largest table': largest, 'tables to repair': changed.length, difficulty }
  },
}
