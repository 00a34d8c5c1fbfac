/**
 * What could be held of each file, of each refused line and of days changed by hand, and what speaks for it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { toTypedCell } from '../../../data/values.ts'
import type { CellState, Component, Constraint, Hypotheses, Option } from '../hypotheses.ts'
import type { Names } from './names.ts'
import { choicesOf } from './choices.ts'
import {
  dueEdits,
  editsId,
  enteredUnder,
  fileId,
  openFiles,
  openRefusals,
  refusalId,
  rowsUnder,
  truthOfRefusal,
} from './settle.ts'
import type { PartnerFile, PromiseRow, Refusal, Story } from './business.ts'
import { promiseCells } from './tables.ts'
import { dateOf, type Reading, turnsDue, turnsTaken } from './ways.ts'

/** Everything that is open, its rows as cells. */
function componentsOf(story: Story, names: Names): Component[] {
  const cellsOf = promiseCells(story, names)
  const { table } = names.promises
  const say = (rows: readonly PromiseRow[]): CellState[] =>
    rows.flatMap((row) =>
      cellsOf(row).map(([column, value]): CellState => ({
        ...{ table, key: String(row.id), column, value: toTypedCell(value) },
      })),
    )
  return choicesOf(story).map(({ options, ...choice }): Component => ({
    ...choice,
    options: [...options].map(([id, rows]): Option => ({ id, state: say(rows) })),
  }))
}

/** Which objects say what: ids of carriers. */
export interface Sources {
  /** Which files the struck version read. */
  readonly scope: readonly string[]
  /** How partners write, and those that changed. */
  readonly ways: readonly string[]
  readonly changed: readonly string[]
  /** From level 4 on: what numbers say of the first day, and lead times of the second; of partners on the old system too. */
  readonly numbers: readonly string[]
  readonly leads: Readonly<Record<'new' | 'old', readonly string[]>>
  /** Which refused lines become rows. */
  readonly refused: Readonly<Record<'new' | 'old', readonly string[]>>
  readonly edits: readonly string[]
}

function constraintsOf(story: Story, { scope, ways, changed, numbers, leads, refused, edits }: Sources): Constraint[] {
  const { level, house } = story
  const fileOf = new Map<string, PartnerFile>(openFiles(story).map((file) => [fileId(file), file]))
  const refusalOf = new Map<string, Refusal>()
  for (const own of openRefusals(story)) {
    fileOf.set(refusalId(own), own.file)
    refusalOf.set(refusalId(own), own)
  }
  type Allows = (file: PartnerFile, reading: Reading, refusal: Refusal | undefined) => boolean
  const rule = (id: string, carriers: readonly string[], allows: Allows): Constraint => ({
    ...{ form: 'option', id, carriers },
    allows: (component, option) => {
      const file = fileOf.get(component.id)
      return file === undefined || allows(file, option.id as Reading, refusalOf.get(component.id))
    },
  })
  /** A refused line may also stay refused. */
  const isLeft = (reading: Reading, refusal: Refusal | undefined): boolean =>
    refusal !== undefined && reading === 'as is'
  const list: Constraint[] = []
  if (level <= 3)
    list.push(
      rule('what other versions read is right', scope, ({ version }, reading) => {
        return version === 'struck' || reading === 'as is'
      }),
      rule('what a partner wrote otherwise was misread', ways, (file, reading, refusal) => {
        if (file.version !== 'struck' || file.partner.changed !== null) return true
        return isLeft(reading, refusal) || reading === file.reading
      }),
      rule('partners that changed wrote the new way since', changed, (file, reading, refusal) => {
        if (file.version !== 'struck' || file.partner.changed === null) return true
        return isLeft(reading, refusal) || reading === file.reading
      }),
      rule('a day past the twelfth was read as it was written', scope, (file, reading, refusal) => {
        if (refusal !== undefined) return true
        const rows = file.lines.flatMap(({ row }) => story.seen.get(row) ?? [])
        const edited = dueEdits(story)
        return (
          (!turnsTaken(reading) || rows.every(({ taken }) => dateOf(taken) <= 12)) &&
          (!turnsDue(reading) || rows.every(({ id, due }) => edited.has(id) || dateOf(due) <= 12))
        )
      }),
    )
  else {
    list.push(
      rule('numbers ascend with the first day', numbers, (file, reading, refusal) => {
        return isLeft(reading, refusal) || turnsTaken(reading) === turnsTaken(file.reading)
      }),
    )
    for (const side of ['new', 'old'] as const)
      list.push(
        rule(`second days keep to the lead time (${side})`, leads[side], (file, reading, refusal) => {
          if (file.partner.isOld !== (side === 'old')) return true
          return isLeft(reading, refusal) || turnsDue(reading) === turnsDue(file.reading)
        }),
      )
  }
  for (const side of ['new', 'old'] as const)
    list.push(
      rule(`which refused lines become rows (${side})`, refused[side], (file, reading, refusal) => {
        if (refusal === undefined || file.partner.isOld !== (side === 'old')) return true
        const isEntered = truthOfRefusal(story, refusal) !== 'as is'
        return isEntered ? reading !== 'as is' && enteredUnder(story, refusal, reading) !== null : reading === 'as is'
      }),
    )
  list.push({
    ...{ form: 'option', id: 'what becomes of days changed by hand', carriers: edits },
    allows: ({ id }, option) => id !== editsId || option.id === house.moved,
  })
  return list.filter(({ carriers }) => carriers.length > 0)
}

export function hypothesesOf(
  story: Story,
  names: Names,
  input: { readonly sources: Sources; readonly build: (rows: readonly PromiseRow[]) => DatabaseSpec },
): Hypotheses {
  return {
    components: componentsOf(story, names),
    constraints: constraintsOf(story, input.sources),
    realise: (choices) => input.build(rowsUnder(story, choices)),
  }
}
