/**
 * The station `file_import`: senders deliver files of lines, day by day and lane by lane; the import accepts a file or
 * does not, and turns lines into rows. Senders send again as they always do: a transfer broke off, a program was
 * run twice, lines came late or were corrected. The import knows how to take that, unless its check is off.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Calendar, Good } from '../business.ts'
import { minuteOf, sayDay, weekdayOf } from '../time.ts'
import type { FileImportTrade, Sender } from './file-import-trade.ts'
import type { FileRule } from './file-rule.ts'

/** Why a sender sent a second file of a day. */
export const secondFiles = [
  'twin',
  'revised',
  'cut first',
  'cut second',
  'swollen first',
  'swollen second',
  'corrected',
  'corrected cut',
  'late lines',
  'late cut',
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

/** The files of one sender, lane and day belong together. */
export const slotOf = ({ sender, lane, day }: Pick<Delivery, 'sender' | 'lane' | 'day'>): string =>
  `${sender.code}/${lane}/${day}`

export interface DeliveryPlan {
  readonly trade: FileImportTrade
  readonly calendar: Calendar
  readonly senders: readonly Sender[]
  readonly goods: readonly Good[]
  readonly firstDay: number
  readonly days: number
  /** Second files: which of the slots get one, given all slots in the order of their days. */
  readonly second: (slots: readonly SlotPlace[]) => ReadonlyMap<string, SecondFile> | null
}
export interface SlotPlace {
  readonly slot: string
  readonly sender: Sender
  readonly day: number
  /** Of the day's whole file. */
  readonly lines: readonly Line[]
}

interface Draft extends Omit<Delivery, 'id' | 'ids'> {}

/** Everything the senders delivered, in the order of arrival; null where the plan of second files does not fit the days. */
export function drawDeliveries(random: Random, plan: DeliveryPlan): Delivery[] | null {
  const { trade, calendar, senders, firstDay, days } = plan
  const places: (SlotPlace & { readonly lane: number })[] = []
  for (let day = firstDay; day < firstDay + days; day++) {
    if (calendar.closedWeekdays.includes(weekdayOf(day))) continue
    for (const sender of senders) {
      for (let lane = 1; lane <= sender.lanes; lane++)
        places.push({ slot: slotOf({ sender, lane, day }), sender, lane, day, lines: drawLines(random, plan, day) })
    }
  }
  const second = plan.second(places)
  if (second === null) return null
  const drafts = places.flatMap(({ slot, sender, lane, day, lines }) => {
    const receivedAt = minuteOf(day, 21, random.int(0, 170))
    const name = trade.fileName(random, { sender: sender.code, lane, day: sayDay(day), again: random.percent(8) })
    const first: Draft = {
      name,
      sender,
      lane,
      day,
      receivedAt,
      type: 'day',
      announced: lines.length,
      lines,
      again: null,
      broken: false,
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

/** Lines that are lost, repeated or corrected in a file of so many: whoever plans second files counts with them. */
const brokenOff = (lines: number): number => 1 + (lines % 2)
const repeated = (lines: number): number => 2 - (lines % 2)
const correctedOf = (lines: number): number => Math.ceil(lines * 0.65)
/** Lines of a file that broke off before its last one. */
const leastLate = 3
/** Of corrected lines every other one. */
const isTakenBack = (index: number): boolean => index % 2 === 0

/** What has to be repaired where a second file of a kind became rows beside the first. */
export interface Stake {
  /** Rows that go. */
  readonly rows: number
  /** Rows whose good, count and amount change. */
  readonly changed: number
}

/** The stake of a kind where the day's whole file has so many lines, in a house with this rule. */
export function stakeOf(kind: SecondFile, lines: number, { replaces, struck, short }: FileRule): Stake {
  switch (kind) {
    case 'twin':
    case 'revised':
      return { rows: lines, changed: 0 }
    case 'cut first':
    case 'cut second':
      return { rows: lines - brokenOff(lines), changed: 0 }
    case 'swollen first':
    case 'swollen second':
      return { rows: lines + repeated(lines), changed: 0 }
    case 'corrected':
    case 'corrected cut': {
      const corrected = correctedOf(lines) - (kind === 'corrected' ? 0 : 1)
      if (kind === 'corrected cut' && short === 'void') return { rows: corrected, changed: 0 }
      const back = Array.from({ length: corrected }, (_, index) => index).filter(isTakenBack).length
      return {
        rows: corrected + (struck === 'goes' ? back : 0),
        changed: replaces === 'row' ? 0 : corrected - back,
      }
    }
    case 'late lines':
      return { rows: 0, changed: 0 }
    case 'late cut':
      return { rows: short === 'void' ? leastLate : 0, changed: 0 }
  }
}

/** The first file and the second, as they arrived. */
function secondOf(random: Random, plan: DeliveryPlan, whole: Draft, kind: SecondFile): Draft[] {
  const { trade } = plan
  const { lines, sender, lane, day } = whole
  const name = trade.fileName(random, { sender: sender.code, lane, day: sayDay(day), again: random.percent(85) })
  const receivedAt = whole.receivedAt + random.pick([40, 55, 95, 420, 540, 610]) + random.int(0, 30)
  const again: Draft = { ...whole, name, receivedAt, again: kind }
  // A transfer that broke off, and one that was taken up again and repeated its last block.
  const cut = lines.slice(0, lines.length - brokenOff(lines.length))
  const block = lines.slice(lines.length - repeated(lines.length))
  const swollen = [...lines, ...block.map((line, index) => ({ ...line, number: lines.length + index + 1 }))]
  switch (kind) {
    case 'twin':
      return [whole, again]
    case 'revised': {
      // Sent anew from the sender's books, where somebody has been at work: whole, but not the same.
      const anew = lines.map((line, index): Line => {
        if (index % 2 === 1) return line
        return { ...line, quantity: line.quantity === 1 ? 2 : line.quantity - 1 }
      })
      return [whole, { ...again, lines: anew }]
    }
    case 'cut first':
      return [{ ...whole, lines: cut, broken: true }, again]
    case 'cut second':
      return [whole, { ...again, lines: cut, broken: true }]
    case 'swollen first':
      return [{ ...whole, lines: swollen }, again]
    case 'swollen second':
      return [whole, { ...again, lines: swollen }]
    case 'corrected':
    case 'corrected cut': {
      const count = correctedOf(lines.length)
      const named = random.sample(lines, count).toSorted((left, right) => left.number - right.number)
      // Every other line is taken back; the rest get another count, some of them another good.
      const fixed = named.map((line, index): Line => {
        if (isTakenBack(index)) return { ...line, quantity: 0 }
        const quantity = line.quantity === 1 ? random.int(2, 3) : line.quantity - 1
        // Now and then the wrong article was typed, more often the wrong number of it.
        const good = random.percent(30) ? random.pick(plan.goods) : line.good
        return { ...line, quantity, good }
      })
      return [whole, brokenAt({ ...again, type: 'fix', lines: fixed }, kind === 'corrected' ? count : count - 1)]
    }
    case 'late lines':
    case 'late cut': {
      const late = drawLines(random, plan, day)
        .slice(0, leastLate + (kind === 'late cut' ? 1 : random.int(0, 1)))
        .map((line, index) => ({ ...line, number: lines.length + index + 1 }))
      return [whole, brokenAt({ ...again, type: 'more', lines: late }, kind === 'late cut' ? leastLate : late.length)]
    }
  }
}

/** A file that announces all its lines and arrives with so many of them. */
function brokenAt(file: Draft, arrived: number): Draft {
  const { lines } = file
  return { ...file, announced: lines.length, lines: lines.slice(0, arrived), broken: arrived < lines.length }
}
