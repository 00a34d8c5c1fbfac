/**
 * What could be held of each group of equal bookings, of closed months and of receipts, and what speaks for it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { toTypedCell } from '../../../data/values.ts'
import type { Booking, Receipt } from '../../worlds/stations/ledger.ts'
import type { CellState, Component, Constraint, Hypotheses, Option } from '../hypotheses.ts'
import type { Names } from './names.ts'
import {
  type Books,
  booksUnder,
  clusterId,
  fateOf,
  goingUnder,
  houseOf,
  type Reading,
  receiptsUnder,
  reversalsOf,
  type Survivor,
  survivorsOf,
  truthOf,
} from './settle.ts'
import { type Cluster, countedOf, type Story } from './story.ts'
import { bookingCells, receiptCells } from './tables.ts'

/** Cells of bookings as a state has them. A row that is still to be entered is known by what it reverses. */
function bookingStates(story: Story, names: Names): (bookings: Iterable<Booking>) => CellState[] {
  const cellsOf = bookingCells(story, names)
  const { table, columns } = names.bookings
  return (bookings) =>
    [...bookings].flatMap((booking) => {
      const isNew = !story.seen.has(booking.id)
      const key = isNew ? `reversal of ${booking.reverses}` : String(booking.id)
      return cellsOf(booking)
        .filter(([column]) => !isNew || column !== columns.id)
        .map(([column, value]): CellState => ({ table, key, column, value: toTypedCell(value) }))
    })
}

const receiptStates = (names: Names, receipts: readonly Receipt[]): CellState[] =>
  receipts.flatMap((receipt) =>
    receiptCells(names, receipt).map(([column, value]): CellState => ({
      ...{ table: names.receipts.table, key: String(receipt.id), column, value: toTypedCell(value) },
    })),
  )

/** The bookings of a cluster with their reversals, as they were left. */
function bookingsOf(story: Story, cluster: Cluster): Booking[] {
  return cluster.bookings.flat().flatMap((id) => {
    const reversal = reversalsOf(story).get(id)
    return [story.seen.get(id) as Booking, ...(reversal === undefined ? [] : [reversal])]
  })
}

function componentsOf(story: Story, names: Names): Component[] {
  const statesOf = bookingStates(story, names)
  const house = houseOf(story)
  const clusters = story.clusters.map((cluster): Component => {
    const own = bookingsOf(story, cluster)
    const ids = new Set(own.map(({ id }) => id))
    const receipts = story.receipts.filter(({ booking }) => ids.has(booking ?? 0))
    const options = survivorsOf(cluster).flatMap((survivor) =>
      (['stand', 'go'] as const).map((reversed): Option => {
        const reading: Reading = `${survivor}, reversed ${reversed}`
        const { gone, added } = fateOf(story, cluster, reading, house.closed)
        const state = statesOf([...own.filter(({ id }) => !gone.has(id)), ...added])
        return {
          id: reading,
          state: [...state, ...receiptStates(names, receiptsUnder(receipts, gone, house.receipts))],
        }
      }),
    )
    return {
      id: clusterId(cluster),
      global: false,
      kind: cluster.plan.kind,
      options,
      truth: truthOf(cluster, story.rule),
    }
  })
  return [...clusters, ...globalsOf(story, names)]
}

function globalsOf(story: Story, names: Names): Component[] {
  const { level, rule } = story
  const statesOf = bookingStates(story, names)
  const struck = new Set(story.clusters.map(({ bill }) => bill))
  const isStruck = ({ bill }: Booking): boolean => struck.has(bill)
  const globals: Component[] = []
  const add = (
    id: string,
    readings: readonly string[],
    truth: string,
    stateOf: (books: Books) => CellState[],
  ): void => {
    const options = readings.map((reading): Option => ({
      id: reading,
      state: stateOf(booksUnder(story, new Map([[id, reading]]))),
    }))
    globals.push({ id, global: true, kind: 'policy', options, truth })
  }
  if (level >= 3)
    add('closed months', ['first open day', 'today', 'stands', 'deleted'], rule.closed, (books) =>
      statesOf(books.bookings.filter(isStruck)),
    )
  if (level >= 2 && rule.receipts !== 'decide')
    add('receipts', ['move', 'empty', 'stay'], rule.receipts, ({ receipts }) => receiptStates(names, receipts))
  return globals
}

/** Which objects say what: ids of carriers, by level and plan. */
export interface Sources {
  /** Which booking of a payment counts. */
  readonly counting: string
  /** What makes calls one payment. */
  readonly identity: string
  readonly policy: string
  /** Where the calls themselves stand, for bills of the new gateway and of the old one. */
  readonly calls: readonly (readonly string[])[]
}

function constraintsOf(story: Story, sources: Sources): Constraint[] {
  const clusterOf = new Map(story.clusters.map((cluster) => [clusterId(cluster), cluster]))
  const old = new Set(story.bills.flatMap(({ code, isOld }) => (isOld ? [code] : [])))
  const place = ({ bill }: Cluster): number => (old.has(bill) ? 1 : 0)
  const forClusters =
    (side: number, allows: (cluster: Cluster, survivor: Survivor) => boolean) =>
    ({ id }: Pick<Component, 'id'>, option: Option): boolean => {
      const cluster = clusterOf.get(id)
      if (cluster === undefined || place(cluster) !== side) return true
      return allows(cluster, option.id.split(', ')[0] as Survivor)
    }
  /** One booking of each payment stays, no fewer and no more. */
  const keepsEach = ({ bookings }: Cluster, survivor: Survivor): boolean =>
    survivor.endsWith('of each') || (survivor === 'all' && bookings.every((own) => own.length === 1))
  /** Where one of a payment's bookings stays, it is the one that counts. */
  const keepsCounted = (cluster: Cluster, survivor: Survivor): boolean => {
    const counted = countedOf(cluster)
    if (counted === null) return true
    const going = goingUnder(cluster, survivor)
    const own = [counted.counted, ...counted.tooMany]
    const left = own.filter((id) => !going.has(id))
    return left.length !== 1 || left[0] === counted.counted
  }
  const isVoucher = ({ plan }: Cluster): boolean => plan.kind === 'voucher again' || plan.kind === 'two vouchers'
  const byGateway = sources.calls.flatMap((calls, side): Constraint[] => [
    {
      ...{ form: 'option', id: `one reference is one payment (${side})`, carriers: [sources.identity, ...calls] },
      allows: forClusters(side, (cluster, survivor) => isVoucher(cluster) || keepsEach(cluster, survivor)),
    },
    {
      ...{ form: 'option', id: `which vouchers are one payment (${side})`, carriers: [sources.identity, ...calls] },
      allows: forClusters(side, (cluster, survivor) => !isVoucher(cluster) || keepsEach(cluster, survivor)),
    },
    {
      ...{ form: 'option', id: `which booking of a payment counts (${side})`, carriers: [sources.counting, ...calls] },
      allows: forClusters(
        side,
        (cluster, survivor) => cluster.plan.isDecidedByReceipt || keepsCounted(cluster, survivor),
      ),
    },
    {
      ...{
        form: 'option',
        id: `a paper decides which counts (${side})`,
        carriers: [sources.policy, 'receipts', ...calls],
      },
      allows: forClusters(
        side,
        (cluster, survivor) => !cluster.plan.isDecidedByReceipt || keepsCounted(cluster, survivor),
      ),
    },
  ])
  const decides = story.rule.receipts === 'decide' && story.level >= 2
  return [
    ...byGateway.filter(({ carriers }) => decides || !carriers.includes('receipts')),
    {
      ...{ form: 'option', id: 'what becomes of a booking too many that was reversed', carriers: [sources.policy] },
      allows: ({ global }, option) => global || option.id.endsWith(`reversed ${story.rule.reversed}`),
    },
    {
      ...{ form: 'option', id: 'what becomes of one in a closed month', carriers: [sources.policy] },
      allows: ({ id }, option) => id !== 'closed months' || option.id === story.rule.closed,
    },
    {
      ...{ form: 'option', id: 'what becomes of papers', carriers: [sources.policy] },
      allows: ({ id }, option) => id !== 'receipts' || option.id === story.rule.receipts,
    },
  ]
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
