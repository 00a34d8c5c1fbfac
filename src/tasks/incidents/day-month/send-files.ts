/**
 * What partners send: files before the accident, while it lasts and after it, and lines that come again.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { dayOf, minuteOf, sayDay } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'
import type { Calendar, Loader } from './calendar.ts'
import type { House } from './house.ts'
import { drawLine, type LinePlan, type PromisedGood, type SentLine } from './lines.ts'
import type { FilePlan, PartnerPlan, RefusalKind } from './plan-files.ts'
import type { Partner, PartnerFile, StoryOptions, Trade } from './business.ts'
import { readingOf, readings, type Ways } from './ways.ts'

/** Rows of files before the accident and after it. */
const rowsBefore: Readonly<Record<IncidentLevel, number>> = { 1: 24, 2: 50, 3: 80, 4: 390, 5: 1800 }
const rowsAfter: Readonly<Record<IncidentLevel, number>> = { 1: 10, 2: 20, 3: 24, 4: 70, 5: 160 }
/** Lines of such a file. */
const linesOfFile: Readonly<Record<IncidentLevel, readonly [number, number]>> = {
  ...{ 1: [5, 8], 2: [5, 9], 3: [6, 10], 4: [9, 15], 5: [12, 20] },
}

/** Every other partner of those that are misread alike. */
export function halfOf(random: Random, partners: readonly PartnerPlan[], { region }: House): Set<number> {
  const turn = random.int(0, 1)
  const groups = readings.map((reading) =>
    [...partners.keys()].filter((place) => readingOf((partners[place] as PartnerPlan).ways, region) === reading),
  )
  return new Set(groups.flatMap((group, place) => group.filter((_, index) => (index + place + turn) % 2 === 0)))
}

type Draft = Omit<PartnerFile, 'id' | 'lines'> & { readonly lines: readonly SentLine[] }

export function drawFiles(
  random: Random,
  input: StoryOptions & {
    readonly calendar: Calendar
    readonly partners: readonly Partner[]
    readonly goods: readonly PromisedGood[]
    readonly trade: Trade
    readonly plans: readonly FilePlan[]
    readonly dayAt: (when: number) => number
  },
): PartnerFile[] {
  const { level, house, calendar, partners, goods, trade, plans, dayAt } = input
  const { firstDay, from, until, lastDay, struckAt } = calendar
  const linePlan = (ways: Ways, isStruck: boolean, receivedOn: number): LinePlan => ({
    ...{ ways, region: isStruck ? house.region : null, receivedOn, goods, quantities: trade.files.quantities },
    keepsLeads: level >= 4,
  })
  const drafts: Draft[] = []
  const send = (
    partner: Partner,
    ways: Ways,
    day: number,
    own: Pick<PartnerFile, 'version' | 'isOpen'> & {
      readonly lines: readonly (RefusalKind | null)[] | readonly SentLine[]
      readonly loader?: Loader
      readonly isAgain?: boolean
      readonly moved?: number
    },
  ): void => {
    const isStruck = own.version === 'struck'
    const receivedAt = minuteOf(day, random.int(6, 17), random.int(0, 59))
    const drawn = linePlan(ways, isStruck, day)
    drafts.push({
      name: trade.files.fileName(random, { partner: partner.code, day: sayDay(day), again: own.isAgain ?? false }),
      ...{ partner, ways, receivedAt, version: own.version, isOpen: own.isOpen, moved: own.moved ?? 0 },
      loadedAt: receivedAt + random.int(2, 25),
      loader: own.loader ?? random.pick(['A', 'B'] as const),
      reading: isStruck ? readingOf(ways, house.region) : 'as is',
      lines: own.lines.map((line) =>
        line === null || typeof line === 'string' ? drawLine(random, drawn, line) : line,
      ),
    })
  }
  for (const { partner: place, ways, when, isEdge, lines, refusals, moved } of plans) {
    const partner = partners[place] as Partner
    // The second machine got the version some days after the first.
    const day = isEdge ? from + random.int(0, dayOf(struckAt.B) - from - 1) : dayAt(when)
    const kinds = random.shuffle([...Array.from({ length: lines }, () => null), ...refusals])
    const isLate = day > dayOf(struckAt.B)
    send(partner, ways, day, {
      ...{ version: isEdge ? 'before' : 'struck', isOpen: true, lines: kinds, moved },
      loader: isEdge ? 'B' : isLate ? random.pick(['A', 'B'] as const) : 'A',
    })
  }
  const fill = (
    rows: number,
    days: readonly [number, number],
    ways: (partner: Partner) => Ways,
    after: boolean,
  ): void => {
    let count = 0
    for (let turn = 0; count < rows; turn++) {
      const partner = partners[turn % partners.length] as Partner
      const own = ways(partner)
      const lines = random.int(...linesOfFile[level])
      const hasSlip = level > 1 && !after && (own.taken !== 'iso' || own.due !== 'iso') && random.percent(35)
      const extra: RefusalKind[] = [
        ...(hasSlip ? (['slip'] as const) : []),
        ...(level > 1 && random.percent(20) ? [random.pick(['code', 'quantity'] as const)] : []),
      ]
      const kinds = random.shuffle([...Array.from({ length: lines }, () => null), ...extra])
      send(partner, own, random.int(...days), { version: after ? 'after' : 'before', isOpen: false, lines: kinds })
      count += lines
    }
  }
  fill(rowsBefore[level], [firstDay, from - 1], ({ ways }) => ways, false)
  const year = { taken: 'iso', due: 'iso' } as const
  fill(rowsAfter[level], [until + 1, lastDay], () => year, true)
  // What was refused comes again, year first.
  const again = new Map<Partner, SentLine[]>()
  const latest = new Map<Partner, number>()
  for (const { partner, lines, receivedAt } of drafts)
    for (const line of lines.filter(({ refusal }) => refusal === 'again')) {
      again.set(partner, [...(again.get(partner) ?? []), line])
      latest.set(partner, Math.min(latest.get(partner) ?? lastDay, dayOf(receivedAt) + 26))
    }
  const resent = new Map<SentLine, SentLine>()
  for (const [partner, lines] of again) {
    const day = random.int(until + 1, Math.max(until + 1, latest.get(partner) ?? lastDay))
    const anew = lines.map((line) => {
      const own: SentLine = { ...line, takenText: sayDay(line.taken), dueText: sayDay(line.due), refusal: null }
      resent.set(own, line)
      return own
    })
    send(partner, year, day, { version: 'after', isOpen: false, lines: anew, isAgain: true })
  }
  return numberFiles(random, drafts, resent, level)
}

/** Files by the time at which they were read; each line gets an id, whether it becomes a row or not. */
function numberFiles(
  random: Random,
  drafts: readonly Draft[],
  resent: ReadonlyMap<SentLine, SentLine>,
  level: IncidentLevel,
): PartnerFile[] {
  const numbers = new Map<SentLine, number>()
  const codes = [...new Set(drafts.map(({ partner }) => partner))]
  for (const partner of codes) {
    const own = drafts.filter((draft) => draft.partner === partner).flatMap(({ lines }) => lines)
    const first = own.filter((line) => !resent.has(line))
    // From level 4 on partners number their lines as they take them; before, by customer or anyhow.
    const sorted = level >= 4 ? first.toSorted((left, right) => left.taken - right.taken) : random.shuffle(first)
    let number = random.int(1000, 8000) * 10
    for (const line of sorted) numbers.set(line, (number += random.int(1, 4)))
  }
  let [file, row] = [random.int(300, 900), random.int(20_000, 60_000)]
  return drafts
    .toSorted((left, right) => left.loadedAt - right.loadedAt)
    .map((draft): PartnerFile => ({
      ...draft,
      id: (file += random.int(1, 3)),
      lines: draft.lines.map((line) => ({
        ...line,
        number: numbers.get(resent.get(line) ?? line) ?? 0,
        row: (row += random.pick([1, 1, 1, 2])),
      })),
    }))
}
