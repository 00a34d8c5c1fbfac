/**
 * What could be held of each child that was struck or looks like one, and of the uses, and what speaks for it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { toTypedCell } from '../../../data/values.ts'
import type { CellState, Component, Constraint, Hypotheses, Option } from '../hypotheses.ts'
import type { Child } from '../../worlds/stations/sync.ts'
import type { Names } from './names.ts'
import { type Books, booksUnder, caseId, caseUnder, type Reading, readingsOf, truthOf } from './settle.ts'
import type { Case } from './register.ts'
import type { Story } from './story.ts'
import { useCells } from './tables.ts'
import { childCells } from './traces.ts'
import type { Use } from './uses.ts'

const cellsOf = (table: string, key: number, cells: Readonly<Record<string, unknown>>): CellState[] =>
  Object.entries(cells).map(([column, value]) => ({
    ...{ table, key: String(key), column, value: toTypedCell(value as string | number | null) },
  }))

const useStates = (names: Names, uses: readonly Use[]): CellState[] =>
  uses.flatMap((use) => cellsOf(names.uses.table, use.id, useCells(names, use)))

/** Cells of children and uses. */
export function statesOf(
  names: Names,
  { children, uses }: { readonly children: Iterable<Child>; readonly uses: readonly Use[] },
): CellState[] {
  const own = [...children].flatMap((child) => cellsOf(names.children.table, child.id, childCells(names, child)))
  return [...own, ...useStates(names, uses)]
}

function componentsOf(story: Story, names: Names): Component[] {
  const usesOf = new Map<number, Use[]>()
  for (const use of story.uses) {
    if (use.child !== null) usesOf.set(use.child, [...(usesOf.get(use.child) ?? []), use])
  }
  const components = story.cases.map((cased): Component => {
    const id = caseId(cased)
    const ids = new Set([cased.child.id, ...(cased.twin === null ? [] : [cased.twin.id])])
    const uses = cased.twin === null ? [] : [...ids].flatMap((child) => usesOf.get(child) ?? [])
    const options = readingsOf(cased).map((reading): Option => ({
      id: reading,
      state: statesOf(names, caseUnder(story, cased, reading, uses)),
    }))
    return { id, global: false, kind: cased.plan.kind, options, truth: truthOf(story, cased) }
  })
  if (story.level === 1) return components
  const touched = new Set(
    story.cases.flatMap(({ child, twin }) => [child.id, twin?.id ?? 0]).filter((id) => !story.due.children.has(id)),
  )
  const open = new Set(story.uses.flatMap((use) => (touched.has(use.child ?? 0) ? [use.id] : [])))
  components.push({
    ...{ id: 'uses', global: true, kind: 'policy', truth: story.rule.uses },
    options: (['move', 'empty', 'go'] as const).map((reading): Option => ({
      id: reading,
      state: useStates(
        names,
        booksUnder(story, new Map([['uses', reading]])).uses.filter(({ id }) => open.has(id)),
      ),
    })),
  })
  return components
}

/** Which objects say what: ids of carriers, by level and plan. */
export interface Sources {
  /** Which of two children for one item stays. */
  readonly twice: string
  /** That children follow their record to the end. */
  readonly chain: string
  readonly policy: string
  /** What becomes of uses. */
  readonly uses: string
  /** What deleted rows held, for records of the house's own system and of the other one. */
  readonly rows: Readonly<Record<string, readonly string[]>>
  /** Which record stands for which. */
  readonly links: string
  readonly erasures: string
}

function constraintsOf(story: Story, sources: Sources): Constraint[] {
  const cases = new Map(story.cases.map((own) => [caseId(own), own]))
  const isStranded = ({ child }: Case): boolean => story.seen.children.has(child.id)
  const systems = new Map(story.records.map(({ id, system }) => [id, system]))
  const list: Constraint[] = []
  const add = (id: string, carriers: readonly string[], allows: (own: Case, reading: Reading) => boolean): void => {
    list.push({
      ...{ form: 'option', id, carriers: [...new Set(carriers)] },
      allows: (component, option) => {
        const own = cases.get(component.id)
        return own === undefined || allows(own, option.id as Reading)
      },
    })
  }
  const kindOf = ({ plan }: Case): Case['plan']['kind'] => plan.kind
  const { chain, policy, links, erasures, twice } = sources
  add('a child hangs on the end of the chain', [chain, links], (own, reading) => {
    if (kindOf(own) === 'undone') return reading === 'as it was' || reading === 'away'
    if (own.twin !== null) return reading !== 'as it was'
    return reading === 'away' || reading === (own.path.length > 2 ? 'end' : 'next')
  })
  for (const [system, rows] of Object.entries(sources.rows)) {
    add(`what a merge deleted comes back (${system})`, [chain, links, ...rows], (own, reading) => {
      if (isStranded(own) || systems.get(own.path[0] as number) !== system) return true
      return !['next', 'end', 'undone'].includes(kindOf(own)) || reading !== 'away'
    })
    add(`what somebody deleted by hand stays away (${system})`, [policy, ...rows], (own, reading) => {
      if (systems.get(own.path[0] as number) !== system) return true
      return kindOf(own) !== 'by hand' || reading === 'away'
    })
  }
  add('a child that is there is kept', [chain], (own, reading) => {
    return !isStranded(own) || !['next', 'end'].includes(kindOf(own)) || reading !== 'away'
  })
  if (story.plan !== 'messages')
    add(
      'what was left out stays away',
      [policy, links],
      (own, reading) => kindOf(own) !== 'left out' || reading === 'away',
    )
  if (story.level >= 2)
    add(
      'who was forgotten has none',
      [policy, erasures],
      (own, reading) => kindOf(own) !== 'erased' || reading === 'away',
    )
  add(
    'which of two stays',
    [twice, links],
    (own, reading) => kindOf(own) !== 'twice' || reading === truthOf(story, own),
  )
  list.push({
    ...{ form: 'option', id: 'what becomes of the uses', carriers: [sources.uses] },
    allows: ({ id }, option) => id !== 'uses' || option.id === story.rule.uses,
  })
  return list
}

export function hypothesesOf(
  story: Story,
  names: Names,
  input: { readonly sources: Sources; readonly build: (books: Books) => DatabaseSpec },
): Hypotheses {
  return {
    components: componentsOf(story, names),
    constraints: constraintsOf(story, input.sources),
    realise: (choices) => input.build(booksUnder(story, choices)),
  }
}
