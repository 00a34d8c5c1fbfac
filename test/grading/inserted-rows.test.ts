import { describe, expect, it } from 'vitest'
import type { DatabaseContent } from '../../src/data/content.ts'
import { toTypedCell, type SqlValue } from '../../src/data/values.ts'
import type { GradedPart, GradedTable } from '../../src/grading/graded-table.ts'
import { Grader, micros } from '../../src/grading/grader.ts'

type Rows = readonly (readonly SqlValue[])[]

/** A shop's invoices: sent ones are put right by a credit row of their own, drafts in place. */
const invoiceColumns = ['id', 'number', 'kind', 'refers_to', 'amount', 'issued_on', 'loaded_at'] as const
const lineColumns = ['id', 'invoice_id', 'line', 'amount'] as const

function books(invoices: Rows, lines: Rows): DatabaseContent {
  const table = (name: string, columns: readonly string[], rows: Rows) =>
    [name, { name, columns, rows: rows.map((row) => row.map(toTypedCell)) }] as const
  return {
    tables: new Map([table('invoice', invoiceColumns, invoices), table('invoice_line', lineColumns, lines)]),
    unread: new Set(),
    objects: ['invoice', 'invoice_line'].map((name) => ({ type: 'table' as const, name, unique: false })),
  }
}

const invoice: GradedTable = {
  name: 'invoice',
  key: ['id'],
  natural: ['kind', 'refers_to'],
  ungraded: ['loaded_at'],
}
const line: GradedTable = {
  name: 'invoice_line',
  key: ['id'],
  natural: ['invoice_id', 'line'],
  references: { invoice_id: 'invoice' },
}
const parts: readonly GradedPart[] = [{ name: 'data', weight: 1, tables: [line, invoice] }]

// 11 and 12 were sent with a wrong price, 13 was not: it is a draft. 9 is the intact example of a credit note.
const sent: Rows = [
  [8, 'R-8', 'invoice', null, 400, '2026-03-01', 'a'],
  [9, 'R-9', 'credit', 8, -400, '2026-03-04', 'a'],
  [11, 'R-11', 'invoice', null, 1290, '2026-03-02', 'a'],
  [12, 'R-12', 'invoice', null, 860, '2026-03-03', 'a'],
]
const linesBefore: Rows = [
  [80, 8, 1, 400],
  [90, 9, 1, -400],
  [110, 11, 1, 1290],
  [120, 12, 1, 860],
  [130, 13, 1, 700],
]
const before = books([...sent, [13, 'R-13', 'invoice', null, 700, '2026-03-05', 'a']], linesBefore)
const draft = [13, 'R-13', 'invoice', null, 650, '2026-03-05', 'b'] as const
const linesDue: Rows = [...linesBefore.slice(0, 4), [130, 13, 1, 650]]
const credits: Rows = [
  [501, 'R-14', 'credit', 11, -1290, '2026-03-09', 'b'],
  [502, 'R-15', 'credit', 12, -860, '2026-03-09', 'b'],
]
const creditLines: Rows = [
  [901, 501, 1, -1290],
  [902, 502, 1, -860],
]
const target = books([...sent, draft, ...credits], [...linesDue, ...creditLines])
const grader = new Grader({ before, target, parts })

/** Credit notes written under keys of one's own. */
const written = (first: number, second: number, lineIds: readonly [number, number] = [31, 32]): DatabaseContent =>
  books(
    [...sent, draft, [second, 'R-15', 'credit', 12, -860, '2026-03-09', null], [first, ...(credits[0] ?? []).slice(1)]],
    [...linesDue, [lineIds[0], first, 1, -1290], [lineIds[1], second, 1, -860]],
  )

describe('a credit row', () => {
  it('counts whatever its key is, and so does what refers to it', () => {
    // 2 x 5 cells of credit notes (no key, no loaded_at), 2 x 3 of their lines, 2 of the draft.
    expect(grader.grade(before).report.total).toEqual({ repaired: 0, missed: 18, damaged: 0, miscorrected: 0 })
    expect(grader.grade(before).scoreMicros).toBe(0)
    for (const state of [target, written(501, 502), written(502, 501), written(14, 15, [902, 901])]) {
      expect(grader.grade(state)).toMatchObject({ scoreMicros: micros, solved: true })
    }
  })

  it('needs a key, and one of its own', () => {
    const nameless = written(14, 15)
    const invoices = nameless.tables.get('invoice')
    const rows = invoices?.rows.map((row) => (row[0] === 'i14' ? ['n', ...row.slice(1)] : row)) ?? []
    const tables = new Map(nameless.tables).set('invoice', {
      ...invoices,
      name: 'invoice',
      columns: invoiceColumns,
      rows,
    })
    // Its line refers to nothing then: one cell for the key, four of a line that nobody asked for.
    expect(grader.grade({ ...nameless, tables }).report.total).toMatchObject({ repaired: 15, damaged: 5 })
    // Two keys, and two lines that nobody can tell the invoice of.
    const shared = grader.grade(written(14, 14))
    expect(shared.solved).toBe(false)
    expect(shared.report.total).toMatchObject({ repaired: 12, damaged: 10 })
  })

  it('written twice, or for an invoice that was right, costs its cells', () => {
    const again = (...row: readonly SqlValue[]): DatabaseContent =>
      books([...sent, draft, ...credits, row], [...linesDue, ...creditLines])
    const twice = grader.grade(again(503, 'R-14', 'credit', 11, -1290, '2026-03-09', 'b'))
    expect(twice.report.total).toMatchObject({ repaired: 18, damaged: 6 })
    expect(twice.scoreMicros).toBe(Math.floor((12 / 18) * micros))
    const needless = grader.grade(again(503, 'R-16', 'credit', 8, -400, '2026-03-09', 'b'))
    expect(needless.report.total).toMatchObject({ repaired: 18, damaged: 6 })
  })

  it('with a wrong amount gains its other cells', () => {
    const state = books([...sent, draft, [14, 'R-14', 'credit', 11, -1300, '2026-03-09', 'b']], linesDue)
    const { report } = grader.grade(state)
    expect(report.total).toEqual({ repaired: 6, missed: 11, damaged: 0, miscorrected: 1 })
    expect(report.examples.find(({ kind }) => kind === 'miscorrected')).toMatchObject({
      column: 'amount',
      key: "'credit', 11",
      now: '-1300',
      expected: '-1290',
    })
    expect(report.examples.find(({ column }) => column === 'invoice_id')?.expected).toBe("(new row 'credit', 11)")
  })

  it('does not stand in for an invoice that stays', () => {
    // The invoice itself was made a credit note: its cells are damaged, and the credit note is still missing.
    const deleted = books([...sent.slice(0, 2), ...sent.slice(3), draft], linesDue)
    const overwritten = books(
      [...sent.slice(0, 2), [11, 'R-14', 'credit', 11, -1290, '2026-03-09', 'b'], ...sent.slice(3), draft],
      linesDue,
    )
    expect(grader.grade(overwritten).report.total).toEqual({ repaired: 2, missed: 16, damaged: 5, miscorrected: 0 })
    expect(grader.grade(deleted).report.total).toMatchObject({ repaired: 2, damaged: 6 })
  })
})

describe('technical columns', () => {
  const loaded = (cell: SqlValue): DatabaseContent => {
    const state = written(14, 15)
    const table = state.tables.get('invoice')
    const rows = table?.rows.map((row) => row.with(6, toTypedCell(cell))) ?? []
    return {
      ...state,
      tables: new Map(state.tables).set('invoice', { name: 'invoice', columns: invoiceColumns, rows }),
    }
  }

  it('hold what they like', () => {
    for (const cell of [null, 'later', 5]) expect(grader.grade(loaded(cell)).scoreMicros).toBe(micros)
  })

  it('have to be there', () => {
    const state = loaded(null)
    const rows = state.tables.get('invoice')?.rows.map((row) => row.slice(0, 6)) ?? []
    const columns = invoiceColumns.slice(0, 6)
    const tables = new Map(state.tables).set('invoice', { name: 'invoice', columns, rows })
    const { solved, report, scoreMicros } = grader.grade({ ...state, tables })
    expect([solved, scoreMicros]).toEqual([false, Math.floor((11 / 18) * micros)])
    expect(report.columns.find(({ column }) => column === 'loaded_at')).toMatchObject({ damaged: 7 })
  })
})

describe('a reversal', () => {
  // A voucher booked twice was reversed by hand; the duplicate and its reversal are to go, the late one is missing.
  const columns = ['id', 'voucher', 'kind', 'amount'] as const
  const ledger = (rows: Rows): DatabaseContent => ({
    tables: new Map([['booking', { name: 'booking', columns, rows: rows.map((row) => row.map(toTypedCell)) }]]),
    unread: new Set(),
    objects: [{ type: 'table', name: 'booking', unique: false }],
  })
  const kept: Rows = [
    [1, 'V-1', 'booking', 500],
    [4, 'V-2', 'booking', 500],
  ]
  const duplicate: Rows = [
    [6, 'V-2', 'booking again', 500],
    [7, 'V-2', 'reversal', -500],
  ]
  const reversals = new Grader({
    before: ledger([...kept, ...duplicate]),
    target: ledger([...kept, [90, 'V-1', 'reversal', -500]]),
    parts: [{ name: 'data', weight: 1, tables: [{ name: 'booking', key: ['id'], natural: ['voucher', 'kind'] }] }],
  })

  it('may take the number of a row that was deleted', () => {
    for (const id of [6, 7, 8, 90]) {
      expect(reversals.grade(ledger([...kept, [id, 'V-1', 'reversal', -500]])).solved).toBe(true)
    }
    // 8 cells of what goes, 3 of what comes.
    expect(reversals.grade(ledger([...kept, [7, 'V-1', 'reversal', -500]])).report.total.repaired).toBe(11)
  })

  it('written in the place of another row leaves that one gone', () => {
    const state = ledger([[1, 'V-1', 'reversal', -500], ...kept.slice(1)])
    expect(reversals.grade(state).report.total).toEqual({ repaired: 8, missed: 3, damaged: 2, miscorrected: 0 })
  })

  it('of two that would do, the better one counts, whatever their order', () => {
    const two: Rows = [
      [20, 'V-1', 'reversal', 500],
      [21, 'V-1', 'reversal', -500],
    ]
    for (const rows of [two, two.toReversed()]) {
      const { report } = reversals.grade(ledger([...kept, ...rows]))
      expect(report.total).toEqual({ repaired: 11, missed: 0, damaged: 4, miscorrected: 0 })
      expect(report.examples.map(({ key }) => key)).toEqual(['20', '20', '20', '20'])
    }
  })
})

describe('a reference that nobody touched', () => {
  it('is still to be repaired, not a wrong guess, where a new row has got the number of its deleted one', () => {
    const table = (name: string, rows: Rows) =>
      [name, { name, columns: ['id', 'ref'], rows: rows.map((row) => row.map(toTypedCell)) }] as const
    const state = (owners: Rows, refunds: Rows): DatabaseContent => ({
      tables: new Map([table('owner', owners), table('refund', refunds)]),
      unread: new Set(),
      objects: ['owner', 'refund'].map((name) => ({ type: 'table' as const, name, unique: false })),
    })
    const refunds = (id: number): Rows => Array.from({ length: 9 }, (_, number) => [number, id])
    const moved = new Grader({
      before: state(
        [
          [1, 'kept'],
          [2, 'twin'],
        ],
        refunds(2),
      ),
      target: state(
        [
          [1, 'kept'],
          [70, 'new'],
        ],
        refunds(1),
      ),
      parts: [
        {
          name: 'data',
          weight: 1,
          tables: [
            { name: 'owner', key: ['id'], natural: ['ref'] },
            { name: 'refund', key: ['id'], references: { ref: 'owner' } },
          ],
        },
      ],
    })
    const owners: Rows = [
      [1, 'kept'],
      [2, 'new'],
    ]
    expect(moved.grade(state(owners, refunds(2))).report.total).toEqual({
      repaired: 3,
      missed: 9,
      damaged: 0,
      miscorrected: 0,
    })
    expect(moved.grade(state(owners, refunds(1))).solved).toBe(true)
    expect(moved.grade(state(owners, refunds(3))).report.total).toMatchObject({ miscorrected: 9 })
  })
})

describe('closed periods', () => {
  // The March rows of a derived table follow; February was closed with what stood there then.
  const months = (february: number, march: number, core: readonly SqlValue[]): DatabaseContent => ({
    tables: new Map([
      [
        'sale',
        { name: 'sale', columns: ['id', 'amount'], rows: core.map((cell, id) => [`i${id}`, toTypedCell(cell)]) },
      ],
      [
        'month',
        {
          name: 'month',
          columns: ['shop', 'month', 'amount'],
          rows: Array.from({ length: 9 }, (_, shop) => [
            [`i${shop}`, 't2026-02', `i${february + shop}`],
            [`i${shop}`, 't2026-03', `i${march + shop}`],
          ]).flat(),
        },
      ],
    ]),
    unread: new Set(),
    objects: ['sale', 'month'].map((name) => ({ type: 'table' as const, name, unique: false })),
  })
  const wrong = Array.from({ length: 10 }, () => 7)
  const right = wrong.map(() => 8)
  const closed = new Grader({
    before: months(100, 70, wrong),
    target: months(100, 80, right),
    parts: [
      { name: 'sales', kind: 'core', weight: 0.9, tables: [{ name: 'sale', key: ['id'] }] },
      { name: 'months', kind: 'derived', weight: 0.1, tables: [{ name: 'month', key: ['shop', 'month'] }] },
    ],
  })

  it('that were recomputed cost what the part is worth, and no more', () => {
    expect(closed.grade(months(100, 80, right)).scoreMicros).toBe(micros)
    // 9 right, 9 damaged: nothing gained. March alone wrong beside it: floored at -1.
    expect(closed.grade(months(101, 80, right)).scoreMicros).toBe(900_000)
    expect(closed.grade(months(101, 81, right)).scoreMicros).toBe(800_000)
    expect(closed.grade(months(101, 81, right)).report.parts).toEqual([
      {
        name: 'sales',
        kind: 'core',
        weight: 0.9,
        score: 1,
        tables: ['sale'],
        repaired: 10,
        missed: 0,
        damaged: 0,
        miscorrected: 0,
      },
      {
        name: 'months',
        kind: 'derived',
        weight: 0.1,
        score: -1,
        tables: ['month'],
        repaired: 0,
        missed: 0,
        damaged: 9,
        miscorrected: 9,
      },
    ])
  })
})

describe('a table that cannot be graded so', () => {
  const make = (change: Partial<GradedTable>, lines: Partial<GradedTable> = {}, due = target, seed = before): Grader =>
    new Grader({
      before: seed,
      target: due,
      parts: [
        {
          name: 'data',
          weight: 1,
          tables: [
            { ...invoice, ...change },
            { ...line, ...lines },
          ],
        },
      ],
    })

  it.each<[string, () => Grader, string]>([
    ['no such natural key', () => make({ natural: ['what'] }), 'natural key'],
    ['the key in the natural key', () => make({ natural: ['id', 'number'] }), 'columns other than its key'],
    ['an empty natural key', () => make({ natural: [] }), 'columns other than its key'],
    ['an ungraded column that is not there', () => make({ ungraded: ['what'] }), 'no ungraded column what'],
    ['an ungraded natural key', () => make({ ungraded: ['kind', 'loaded_at'] }), 'natural key'],
    ['a key of two columns', () => make({ key: ['id', 'number'] }), 'a key of one column'],
    ['a key that repeats', () => make({ key: ['kind'], natural: ['number'] }), 'whole and unique'],
    ['a natural key that repeats and is referred to', () => make({ natural: ['kind'] }), 'share a natural key'],
    ['a reference to no table', () => make({}, { references: { invoice_id: 'bill' } }), 'no graded table bill'],
    ['a reference in no column', () => make({}, { references: { bill_id: 'invoice' } }), 'no graded column bill_id'],
    ['tables in a circle', () => make({ references: { refers_to: 'invoice_line' } }), 'refer to one another'],
    [
      'a row that goes and one that comes with the same natural key',
      () =>
        make(
          {},
          {},
          books([...sent, ...credits], linesDue),
          books([...sent, [77, 'R-14', 'credit', 11, 0, '', '']], linesBefore),
        ),
      'a row that should go',
    ],
  ])('is refused: %s', (_, construct, message) => {
    expect(construct).toThrow(TypeError)
    expect(construct).toThrow(message)
  })

  it('unless the keys are stated: then they count', () => {
    const stated = make({ stated: [501] })
    expect(stated.grade(target).solved).toBe(true)
    expect(stated.grade(written(501, 7)).solved).toBe(true)
    expect(stated.grade(written(7, 502)).solved).toBe(false)
  })
})
