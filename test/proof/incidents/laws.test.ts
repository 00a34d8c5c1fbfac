/** Every law, kept by a tiny incident and broken by the same incident changed in one place: that law is named, and no other. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { DatabaseContent, DatabaseSpec, TableSpec } from '../../../src/data/content.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import { checkIncident, laws } from '../../../src/proof/incidents/check-incident.ts'
import type { Engine } from '../../../src/sql/engine.ts'
import type { TaskDefinition } from '../../../src/tasks/define-task.ts'
import type { Hypotheses } from '../../../src/tasks/incidents/hypotheses.ts'
import type { IncidentInstance, IncidentProof } from '../../../src/tasks/incidents/incident.ts'
import { makeEngine } from '../../sql/engine-fixture.ts'
import { repair, tinyTask } from './tiny-incident.ts'

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

type Change = (instance: IncidentInstance) => IncidentInstance

const proofOf =
  (change: (proof: IncidentProof) => Partial<IncidentProof>): Change =>
  (instance) => {
    const proof = instance.proof()
    return { ...instance, proof: () => ({ ...proof, ...change(proof) }) }
  }

const hypothesesOf = (change: (hypotheses: Hypotheses) => Partial<Hypotheses>): Change =>
  proofOf(({ hypotheses }) => ({ hypotheses: { ...hypotheses, ...change(hypotheses) } }))

type Side = 'seed' | 'target'
/** Another table in seed and target, or other rows of one. */
function withTable(
  instance: IncidentInstance,
  name: string,
  make: (old: TableSpec | undefined, side: Side) => TableSpec,
): IncidentInstance {
  const remade = ({ tables }: DatabaseSpec, side: Side): DatabaseSpec => {
    const old = tables.find((table) => table.name === name)
    const made = make(old, side)
    return { tables: old === undefined ? [...tables, made] : tables.map((table) => (table === old ? made : table)) }
  }
  const changed = { ...instance, seed: remade(instance.seed, 'seed'), target: remade(instance.target, 'target') }
  return hypothesesOf(({ realise }) => ({ realise: (choices) => remade(realise(choices), 'target') }))(changed)
}

const rowsOf = (instance: IncidentInstance, side: Side, name: string): readonly (readonly SqlValue[])[] =>
  instance[side].tables.find((table) => table.name === name)?.rows ?? []

/** Bookings by id. */
const bookings = (instance: IncidentInstance, side: Side): Map<SqlValue | undefined, readonly SqlValue[]> =>
  new Map(rowsOf(instance, side, 'booking').map((row) => [row[0], row]))
const goingIds = (instance: IncidentInstance): SqlValue[] => {
  const due = bookings(instance, 'target')
  return [...bookings(instance, 'seed').keys()].flatMap((id) => (id === undefined || due.has(id) ? [] : [id]))
}

/** A further table of the core part. */
function gradedAlso(instance: IncidentInstance, table: TableSpec, ungraded: readonly string[] = []): IncidentInstance {
  const [core, ...others] = instance.parts
  if (core === undefined) throw new TypeError('no core part')
  const spec = { name: table.name, key: [table.columns[0] as string], ungraded }
  return withTable(
    { ...instance, parts: [{ ...core, tables: [...core.tables, spec] }, ...others] },
    table.name,
    () => table,
  )
}

const withoutInvariant = (name: string): Change =>
  proofOf(({ invariants }) => ({ invariants: invariants.filter((own) => own.name !== name) }))

let draws = 0

const broken: readonly (readonly [law: string, what: string, task: TaskDefinition])[] = [
  [
    'same bytes',
    'a ticket that differs when it is drawn again',
    tinyTask((own) => ({ ...own, goal: `${own.goal} ${draws++}` })),
  ],
  ['keys', 'a clock that is no time of day', tinyTask((own) => ({ ...own, asOf: own.asOf.replace(' ', 'T') }))],
  [
    'level',
    'a ticket that names the diagnosis',
    tinyTask((own) => ({ ...own, goal: `${own.goal} Mind the duplicates.` })),
  ],
  ['two oracles', 'twice the same oracle', tinyTask((own) => ({ ...own, oracles: [own.oracles[0], own.oracles[0]] }))],
  [
    'two oracles',
    'an oracle that leaves the derived rows',
    tinyTask((own) => ({
      ...own,
      oracles: [{ name: 'short', queries: own.oracles[0].queries.slice(0, -1) }, own.oracles[1]],
    })),
  ],
  [
    'doing nothing',
    'a predicate that takes an empty table',
    tinyTask((own) => ({
      ...own,
      accepts: (seed, state) => own.accepts(seed, state) || state.tables.get('booking')?.rows.length === 0,
    })),
  ],
  [
    'predicate',
    'a predicate that does not look at a table',
    tinyTask((own) => ({
      ...own,
      accepts: (seed, state) => {
        const page = seed.tables.get('page')
        const tables = new Map(state.tables)
        if (page !== undefined) tables.set('page', page)
        return own.accepts(seed, { ...state, tables } satisfies DatabaseContent)
      },
    })),
  ],
  [
    'invariants',
    'one that the target violates',
    tinyTask(
      proofOf(({ invariants }) => ({
        invariants: [
          ...invariants,
          { name: 'few pieces', kind: 'range', table: 'booking', query: 'SELECT id FROM booking WHERE qty > 20' },
        ],
      })),
    ),
  ],
  ['invariants', 'damage outside the scope', tinyTask(proofOf(({ scope }) => ({ scope: scope.slice(5) })))],
  ['causality', 'two times whose order nothing holds', tinyTask(withoutInvariant('sent before received'))],
  ['causality', 'times of two tables whose order nothing holds', tinyTask(withoutInvariant('counted before picked'))],
  ['plausible ranges', 'a number that may be anything', tinyTask(withoutInvariant('pick.pieces'))],
  [
    'symptom',
    'one that is still there',
    tinyTask(proofOf(({ symptoms }) => ({ symptoms: symptoms.map((own) => ({ ...own, after: own.before })) }))),
  ],
  [
    'symptom',
    'a figure that the ticket does not quote',
    tinyTask(
      proofOf(({ symptoms }) => ({ symptoms: symptoms.map((own) => ({ ...own, quoted: [...own.quoted, '9,999'] })) })),
    ),
  ],
  [
    'one answer',
    'a rule that is missing',
    tinyTask(hypothesesOf(({ constraints }) => ({ constraints: constraints.filter(({ id }) => id !== 'follow') }))),
  ],
  [
    'one answer',
    'a rule against the target',
    tinyTask(
      hypothesesOf(({ constraints }) => ({
        constraints: constraints.map((own) =>
          own.form === 'option' && own.id === 'follow'
            ? { ...own, allows: ({ id }, option) => id !== 'picks' || option.id === 'removed' }
            : own,
        ),
      })),
    ),
  ],
  [
    'faithful hypotheses',
    'a database that differs from what its options say',
    tinyTask(
      hypothesesOf(({ realise }) => ({
        realise: (choices) => {
          const { tables } = realise(choices)
          if (choices.size === 0) return { tables }
          return {
            tables: tables.map((table) => (table.name === 'booking' ? { ...table, rows: table.rows.slice(1) } : table)),
          }
        },
      })),
    ),
  ],
  [
    'essential carriers',
    'one that nothing hangs on',
    tinyTask(
      hypothesesOf(({ constraints }) => ({
        constraints: constraints.map((own) => (own.form === 'option' ? { ...own, carriers: ['uploads'] } : own)),
      })),
    ),
  ],
  [
    'confirming carriers',
    'totals as fine as a choice',
    tinyTask(
      hypothesesOf(({ components, constraints }) => {
        const fine = components.map((component) => ({
          ...component,
          options: component.options.map((option) => ({
            ...option,
            sums: { [component.id]: Object.values(option.sums ?? {}).reduce((sum, value) => sum + value, 0) },
          })),
        }))
        const totals = fine.map(({ id, truth, options }) => ({
          ...{ form: 'sums' as const, id, carriers: ['totals'], components: [id], measure: id },
          total: options.find((option) => option.id === truth)?.sums[id] ?? 0,
        }))
        return { components: fine, constraints: [...constraints.filter(({ form }) => form === 'option'), ...totals] }
      }),
    ),
  ],
  ['balance', 'a reading that does for most', tinyTask(undefined, { mix: { again: 4, cut: 9, fixed: 4, late: 3 } })],
  [
    'gambling',
    'two readings each, one of them harmless',
    tinyTask(
      proofOf(({ hypotheses, carriers }) => ({
        carriers: carriers.filter(({ id }) => id !== 'totals'),
        hypotheses: {
          ...hypotheses,
          constraints: hypotheses.constraints.filter(({ form }) => form === 'option'),
          components: hypotheses.components.map((component) => ({
            ...component,
            options: component.options.filter(
              ({ id }) => component.global || [component.truth, 'both stay', 'second over first'].includes(id),
            ),
          })),
        },
      })),
    ),
  ],
  [
    'priors',
    'one that is nearly right',
    tinyTask(
      proofOf(({ wrong }) => ({ wrong: [...wrong, { kind: 'prior', ...repair('a lucky guess', { moved: false }) }] })),
    ),
  ],
  [
    'priors',
    'one that does not even run',
    tinyTask(
      proofOf(({ wrong }) => ({
        wrong: [...wrong, { kind: 'prior', name: 'no such table', queries: ['DELETE FROM bookings'] }],
      })),
    ),
  ],
  [
    'partial repairs',
    'one that loses next to nothing',
    tinyTask(
      proofOf(({ wrong }) => {
        const all = repair('one pick forgotten')
        const slip = 'UPDATE pick SET pieces = pieces + 1 WHERE id = (SELECT min(id) FROM pick)'
        return { wrong: [...wrong, { kind: 'partial', name: all.name, queries: [...all.queries, slip] }] }
      }),
    ),
  ],
  [
    'nothing marks itself',
    'damaged rows with a time of their own',
    tinyTask((own) => {
      const due = bookings(own, 'target')
      return withTable(own, 'booking', (table, side) => ({
        ...(table as TableSpec),
        rows: (table as TableSpec).rows.map((row) => {
          const isStruck = side === 'seed' && JSON.stringify(due.get(row[0])) !== JSON.stringify(row)
          return isStruck ? row.with(7, '2026-03-13 00:00:00') : row
        }),
      }))
    }),
  ],
  [
    'nothing marks itself',
    'a selector that picks nothing but damage',
    tinyTask((own) => {
      const ids = goingIds(own).join(', ')
      const selector = { name: 'these', table: 'booking', query: `SELECT id FROM booking WHERE id IN (${ids})` }
      return proofOf(({ selectors }) => ({ selectors: [...selectors, selector] }))(own)
    }),
  ],
  [
    'no whole answer',
    'a table that lists the rows to delete',
    tinyTask((own) =>
      gradedAlso(own, {
        ...{ name: 'worklist', ddl: 'CREATE TABLE worklist (booking_id INTEGER PRIMARY KEY)', columns: ['booking_id'] },
        rows: goingIds(own).map((id) => [id]),
      }),
    ),
  ],
  [
    'no clean value',
    'an old copy of some of the clean values',
    tinyTask((own) => {
      const was = bookings(own, 'seed')
      const changed = [...bookings(own, 'target').values()].filter((row) => was.get(row[0])?.[3] !== row[3])
      const table = {
        ...{
          name: 'shelf_copy',
          ddl: 'CREATE TABLE shelf_copy (id INTEGER PRIMARY KEY, pieces INTEGER)',
          columns: ['id', 'pieces'],
        },
        rows: changed.slice(0, Math.ceil(changed.length * 0.7)).map((row) => [row[0] ?? null, row[3] ?? null]),
      }
      return gradedAlso(own, table, ['pieces'])
    }),
  ],
  ['two oracles', 'more steps than its level promises', tinyTask((own) => ({ ...own, stepLimit: 61 }))],
  [
    'no finished SQL',
    'a note with the statement to run',
    tinyTask((own) => {
      const body = `Run this: DELETE FROM booking WHERE id IN (${goingIds(own).join(', ')});`
      return withTable(own, 'page', (table) => ({
        ...(table as TableSpec),
        rows: [...(table?.rows ?? []), [3, 'Scratch', '2026-03-15', body]],
      }))
    }),
  ],
  [
    'words',
    'a rule with a token that nothing explains',
    tinyTask(
      proofOf(({ prose }) => ({
        prose: [...prose, { voice: 'chat', text: 'Counts with rerun_flag 4 never stay.', blanks: [], bearing: true }],
      })),
    ),
  ],
  [
    'words',
    'prose that is not declared',
    tinyTask(proofOf(({ prose }) => ({ prose: prose.filter(({ bearing }) => bearing) }))),
  ],
]

/** What takes longest, and is asked only where it is the one that breaks. */
const heavy = new Set([
  'predicate',
  'same bytes',
  'gambling',
  'priors',
  'partial repairs',
  'essential carriers',
  'doing nothing',
])

describe('the laws of an instance', () => {
  it('are all kept by an incident that is sound, and measure something', () => {
    const { defects, figures } = checkIncident(engine, tinyTask(), 3)
    expect(defects).toEqual([])
    expect(Object.keys(figures)).toEqual(laws.map(({ name }) => name))
    expect(figures['one answer']).toMatchObject({ components: 20, 'options left': 24 })
    expect(figures['essential carriers']).toMatchObject({ essential: 2 })
    expect(figures['predicate']?.['wrong states']).toBeGreaterThan(600)
  })

  it('are each broken by a case below', () => {
    expect(new Set(broken.map(([law]) => law))).toEqual(new Set(laws.map(({ name }) => name)))
  })

  it.each(broken)('%s: %s', (law, _, task) => {
    const chosen = laws.map(({ name }) => name).filter((name) => name === law || !heavy.has(name))
    const { defects } = checkIncident(engine, task, 3, chosen)
    expect([...new Set(defects.map((defect) => `${defect.law}: ${defect.message}`.slice(0, law.length)))]).toEqual([
      law,
    ])
  })

  it('name an instance that cannot be made', () => {
    const task = tinyTask((own) => ({ ...own, target: own.seed }))
    expect(checkIncident(engine, task, 3).defects).toEqual([
      { law: 'it can be made', message: expect.stringContaining('seed and target are equal') },
    ])
  })
})
