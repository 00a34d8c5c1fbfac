/**
 * The business of an instance: what partners sent, how it was read, what was refused, and what people did with it since.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Person } from '../../worlds/business.ts'
import { drawPeople } from '../../worlds/cast.ts'
import type { SendingPartner } from '../../worlds/stations/partner-files-trade.ts'
import type { World } from '../../worlds/world.ts'
import type { Partner, PartnerFile, PromiseRow, Refusal, Story, StoryOptions, Trade } from './business.ts'
import { drawCalendar } from './calendar.ts'
import { drawEdits, drawHandedOver, drawWithdrawals } from './later-work.ts'
import { leads, type PromisedGood, readLine } from './lines.ts'
import { planFiles } from './plan-files.ts'
import { drawFiles, halfOf } from './send-files.ts'
import type { DayMonthPlan } from './sketch.ts'
import { turnsDue, turnsTaken, type Way } from './ways.ts'

export function tradeOf({ id, stations }: World): Trade {
  const { partner_files: files, manual_tool: tool } = stations
  if (files === undefined || tool === undefined) throw new TypeError(`${id} has no partner_files`)
  return { files, changes: tool.changes }
}

/** Draws a business, strikes its import and lets people work on what it left. */
export function drawStory(random: Random, options: StoryOptions): Story {
  const { world, level, sketch, house } = options
  const trade = tradeOf(world)
  const calendar = drawCalendar(random, sketch.knobs.days)
  const { from, until, asOf } = calendar
  const plan = sketch.plan as DayMonthPlan
  const planned = planFiles(random, level, sketch.knobs.choices, house)
  const order = random.shuffle([...planned.partners.keys()])
  const codes = trade.files.drawPartners(random, planned.partners.length)
  const oldPlaces = plan === 'two systems' ? halfOf(random, planned.partners, house) : new Set<number>()
  const dayAt = (when: number): number => from + Math.floor(((until - from) * when) / 1000)
  const partners = planned.partners.map((own, place): Partner => ({
    ...own,
    ...(codes[order[place] as number] as SendingPartner),
    changedOn: own.changed === null ? null : dayAt(500),
    isOld: oldPlaces.has(place),
  }))
  const goods = world.goods(random, level >= 4 ? 14 : 9).map((good): PromisedGood => ({
    ...good,
    lead: 5 * random.int(leads.least / 5, leads.most / 5),
  }))
  const files = drawFiles(random, { ...options, calendar, partners, goods, trade, plans: planned.files, dayAt })
  const roles = [trade.files.nouns.desk, world.words.roles[1] ?? 'office', world.words.roles[2] ?? 'IT']
  const [writer, owner, engineer, clerk, second] = drawPeople(random, [
    ...roles,
    trade.files.nouns.desk,
    trade.files.nouns.desk,
  ]) as [Person, Person, Person, Person, Person]
  const { read, refusals } = load(random, files)
  const withdrawals = drawWithdrawals(random, { files, refusals, asOf, level })
  const off = new Set(withdrawals.map(({ partner, number }) => `${partner} ${number}`))
  const edits = level === 1 ? [] : drawEdits(random, { files, read, house, asOf, clerks: [clerk, second], level })
  const seen = new Map(
    [...read.values()].map((row) => {
      const own = edits.filter(({ row: id }) => id === row.id)
      const changed = Object.fromEntries(own.map((edit) => [edit.column, edit.new]))
      return [row.id, { ...row, ...changed, isWithdrawn: off.has(`${row.partner} ${row.number}`) }]
    }),
  )
  const [major, minor] = [random.int(2, 6), random.int(1, 7)]
  return {
    ...calendar,
    ...{ world, trade, level, plan, house, sketch, partners, goods, files, seen, refusals, edits, withdrawals },
    people: { writer, owner, engineer, clerk, second },
    handedOver: level >= 4 ? drawHandedOver(random, calendar, owner) : [],
    versions: { before: `${major}.${minor}`, struck: `${major}.${minor + 1}`, after: `${major}.${minor + 2}` },
  }
}

/** What the import made of all files. */
function load(
  random: Random,
  files: readonly PartnerFile[],
): { readonly read: ReadonlyMap<number, PromiseRow>; readonly refusals: readonly Refusal[] } {
  const read = new Map<number, PromiseRow>()
  const refusals: Refusal[] = []
  const rows = new Map<string, number>()
  let id = random.int(100, 700)
  for (const file of files) {
    for (const [index, sent] of file.lines.entries()) {
      if (sent.refusal !== null) {
        refusals.push({ id: (id += random.int(1, 2)), file, line: index + 1, sent, kind: sent.refusal, later: null })
        continue
      }
      const days = readLine(sent, ordersOf(file))
      if (days === null) throw new TypeError(`line ${index + 1} of ${file.name} is no line`)
      rows.set(`${file.partner.code} ${sent.number}`, sent.row)
      read.set(sent.row, {
        ...{ id: sent.row, partner: file.partner.code, number: sent.number, ...days },
        ...{ good: sent.code, quantity: sent.quantity ?? 0, isWithdrawn: false, file: file.id, line: index + 1 },
      })
    }
  }
  return {
    read,
    refusals: refusals.map((own) => ({
      ...own,
      later: own.kind === 'again' ? (rows.get(`${own.file.partner.code} ${own.sent.number}`) ?? null) : null,
    })),
  }
}

/** The orders in which the import read the days of a file. */
function ordersOf({ ways, reading }: PartnerFile): { readonly taken: 'dm' | 'md'; readonly due: 'dm' | 'md' } {
  const by = (way: Way, isTurned: boolean): 'dm' | 'md' => {
    if (way === 'iso') return 'dm'
    return isTurned ? (way === 'dm' ? 'md' : 'dm') : way
  }
  return { taken: by(ways.taken, turnsTaken(reading)), due: by(ways.due, turnsDue(reading)) }
}
