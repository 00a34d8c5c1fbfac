/**
 * The station `file_import`: senders deliver files of lines, day by day and lane by lane; the import accepts a file or
 * does not, and turns lines into rows. Senders send again as they always do: a transfer broke off, a program was
 * run twice, lines came late or were corrected. The import knows how to take that, unless its check is off.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Calendar, Good } from '../world.ts'
import { minuteOf, sayDay, weekdayOf } from '../time.ts'
import type { FileImportTrade, Sender } from './file-import-trade.ts'

/** Why a sender sent a second file of a day. */
export const secondFiles = [
  'twin',
  'cut first',
  'cut second',
  'swollen first',
  'swollen second',
  'corrected',
  'late lines',
] as const
export type SecondFile = (typeof secondFiles)[number]

export interface Line {
  /** The number in its file; late lines go on where the first file ended. */
  readonly number: number
  readonly at: number
  readonly party: string
  readonly good: Good
  readonly quantity: number
}

/** A file as it arrived. */
export interface Delivery {
  readonly id: number
  readonly name: string
  readonly sender: Sender
  readonly lane: number
  readonly day: number
  readonly receivedAt: number
  readonly type: 'day' | 'more' | 'fix'
  /** Lines that the file says it has. */
  readonly announced: number
  readonly lines: readonly Line[]
  /** What this second file is; null for first files. */
  readonly again: SecondFile | null
  /** Whether the transfer broke off before the end. */
  readonly broken: boolean
  /** Ids that its lines would get, drawn whether they get them or not. */
  readonly ids: readonly number[]
}

/** A row of the core table. */
export interface CoreRow {
  readonly id: number
  readonly sender: string
  readonly lane: number
  readonly at: number
  readonly party: string
  readonly good: Good
  readonly quantity: number
  readonly file: number
  readonly line: number
  readonly changedAt: number | null
}

export const amountOf = ({ good, quantity }: Pick<CoreRow, 'good' | 'quantity'>): number => good.price * quantity

export type FileStatus = 'loaded' | 'known' | 'incomplete' | 'applied'

/** What an import made of its files. */
export interface ImportRun {
  readonly rows: ReadonlyMap<number, CoreRow>
  readonly status: ReadonlyMap<number, FileStatus>
}

/** The files of one sender, lane and day belong together. */
export const slotOf = ({ sender, lane, day }: Pick<Delivery, 'sender' | 'lane' | 'day'>): string =>
  `${sender.code}/${lane}/${sayDay(day)}`

export interface DeliveryPlan {
  readonly trade: FileImportTrade
  readonly calendar: Calendar
  readonly senders: readonly Sender[]
  readonly goods: readonly Good[]
  readonly firstDay: number
  readonly days: number
  /** Second files: which of the slots get one, given all slots in the order of their days. */
  readonly second: (slots: readonly SlotPlace[]) => ReadonlyMap<string, SecondFile>
}
export interface SlotPlace {
  readonly slot: string
  readonly sender: Sender
  readonly day: number
}

interface Draft extends Omit<Delivery, 'id' | 'ids'> {}

/** Everything the senders delivered, in the order of arrival. */
export function drawDeliveries(random: Random, plan: DeliveryPlan): Delivery[] {
  const { trade, calendar, senders, firstDay, days } = plan
  const places: (SlotPlace & { readonly lane: number })[] = []
  for (let day = firstDay; day < firstDay + days; day++) {
    if (calendar.closedWeekdays.includes(weekdayOf(day))) continue
    for (const sender of senders) {
      for (let lane = 1; lane <= sender.lanes; lane++)
        places.push({ slot: slotOf({ sender, lane, day }), sender, lane, day })
    }
  }
  const second = plan.second(places)
  const drafts = places.flatMap(({ slot, sender, lane, day }) => {
    const lines = drawLines(random, plan, day)
    const receivedAt = minuteOf(day, 21, random.int(0, 170))
    const name = trade.fileName(random, { sender: sender.code, lane, day: sayDay(day), again: random.percent(8) })
    const first: Draft = {
      ...{ name, sender, lane, day, receivedAt, type: 'day', announced: lines.length, lines },
      ...{ again: null, broken: false },
    }
    const kind = second.get(slot)
    return kind === undefined ? [first] : secondOf(random, plan, first, kind)
  })
  drafts.sort((left, right) => left.receivedAt - right.receivedAt)
  // Two loaders work side by side, each with a run of numbers of its own: ids do not tell the order of arrival.
  const next = [random.int(20_000, 39_000), random.int(52_000, 78_000)]
  let file = random.int(310, 990)
  return drafts.map((draft) => {
    file += random.pick([1, 1, 1, 2, 3])
    const loader = random.int(0, 1)
    const ids = draft.lines.map(() => (next[loader] = (next[loader] as number) + random.pick([1, 1, 2])))
    return { ...draft, id: file, ids }
  })
}

function drawLines(random: Random, { trade, calendar, goods }: DeliveryPlan, day: number): Line[] {
  const [open, close] = calendar.hours
  const count = random.int(...trade.linesPerFile)
  const drawn: Omit<Line, 'number'>[] = []
  while (drawn.length < count) {
    const at = minuteOf(day, random.int(open, close - 1), random.int(0, 59))
    const line = { at, ...trade.drawLine(random, goods) }
    drawn.push(line)
    if (random.percent(trade.equalLines)) drawn.push(line)
  }
  return drawn
    .toSorted((left, right) => left.at - right.at)
    .map((line, index) => Object.assign({ number: index + 1 }, line))
}

/** The first file and the second, as they arrived. */
function secondOf(random: Random, plan: DeliveryPlan, whole: Draft, kind: SecondFile): Draft[] {
  const { trade } = plan
  const { lines, sender, lane, day } = whole
  const name = trade.fileName(random, { sender: sender.code, lane, day: sayDay(day), again: random.percent(85) })
  const receivedAt = whole.receivedAt + random.pick([40, 55, 95, 420, 540, 610]) + random.int(0, 30)
  const again: Draft = { ...whole, name, receivedAt, again: kind }
  // A transfer that broke off, and one that was taken up again and repeated its last block.
  const cut = lines.slice(0, random.int(Math.max(2, lines.length - 3), lines.length - 1))
  const block = lines.slice(lines.length - random.int(1, Math.min(3, lines.length - 1)))
  const swollen = [...lines, ...block.map((line, index) => ({ ...line, number: lines.length + index + 1 }))]
  switch (kind) {
    case 'twin':
      return [whole, again]
    case 'cut first':
      return [{ ...whole, lines: cut, broken: true }, again]
    case 'cut second':
      return [whole, { ...again, lines: cut, broken: true }]
    case 'swollen first':
      return [{ ...whole, lines: swollen }, again]
    case 'swollen second':
      return [whole, { ...again, lines: swollen }]
    case 'corrected': {
      const count = Math.max(2, Math.ceil((lines.length * random.int(50, 80)) / 100))
      const named = random.sample(lines, count).toSorted((left, right) => left.number - right.number)
      // Half of the lines are taken back, the others get another count, some another good.
      const fixed = named.map((line, index): Line => {
        if ((index % 5) % 2 === 1 || index % 5 === 4) return { ...line, quantity: 0 }
        const quantity = line.quantity === 1 ? random.int(2, 3) : line.quantity - 1
        return { ...line, quantity, good: random.percent(50) ? random.pick(plan.goods) : line.good }
      })
      return [whole, { ...again, type: 'fix', lines: fixed, announced: fixed.length }]
    }
    case 'late lines': {
      const late = drawLines(random, plan, day)
        .slice(0, random.int(2, 4))
        .map((line, index) => ({ ...line, number: lines.length + index + 1 }))
      return [whole, { ...again, type: 'more', lines: late, announced: late.length }]
    }
  }
}

/**
 * The import as it runs over the files of a business.
 *
 * @param checks whether the file is checked before it is loaded; without the check every file's lines become rows
 */
export function runImport(deliveries: readonly Delivery[], checks: (delivery: Delivery) => boolean): ImportRun {
  const rows = new Map<number, CoreRow>()
  const status = new Map<number, FileStatus>()
  const accepted = new Map<string, Map<number, number>>()
  for (const delivery of deliveries) {
    const { sender, lane, lines, ids } = delivery
    const slot = slotOf(delivery)
    const isNew = !accepted.has(slot)
    const load = (): void => {
      const places = accepted.get(slot) ?? new Map<number, number>()
      accepted.set(slot, places)
      for (const [index, { number, at, party, good, quantity }] of lines.entries()) {
        const id = ids[index] as number
        rows.set(id, {
          ...{ id, sender: sender.code, lane, at, party, good, quantity },
          ...{ file: delivery.id, line: number, changedAt: null },
        })
        if (!places.has(number)) places.set(number, id)
      }
      status.set(delivery.id, 'loaded')
    }
    if (!checks(delivery) || delivery.type === 'more') load()
    else if (delivery.type === 'fix') {
      for (const { number, good, quantity } of lines) {
        const id = accepted.get(slot)?.get(number)
        const row = id === undefined ? undefined : rows.get(id)
        if (row === undefined) continue
        if (quantity === 0) rows.delete(row.id)
        else rows.set(row.id, { ...row, good, quantity, changedAt: delivery.receivedAt })
      }
      status.set(delivery.id, 'applied')
    } else if (lines.length !== delivery.announced) status.set(delivery.id, 'incomplete')
    else if (!isNew) status.set(delivery.id, 'known')
    else load()
  }
  return { rows, status }
}
