/**
 * What people, the nightly job and changes of many did with the cases.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { CaseValues, DeskCase, SaveDraft } from '../../worlds/stations/case-desk.ts'
import { runDesk } from '../../worlds/stations/case-desk.ts'
import { minuteOf, weekdayOf } from '../../worlds/time.ts'
import type { Calendar } from './calendar.ts'
import type { DeskInput, DrawnCases } from './cases.ts'
import { countedEdits, changeOf, savesByCase, struckFields, wasMeant } from './due.ts'
import { asksOf, type HouseRule } from './house.ts'
import type { HitPlan } from './hits.ts'
import type { Accident } from './request.ts'

export interface Work {
  readonly drafts: readonly SaveDraft[]
  readonly accident: Accident
  readonly former: Accident | null
  readonly lawful: Accident | null
}

/** Saves beside all that, by level. */
const noiseCounts = { 1: 16, 2: 28, 3: 70, 4: 340, 5: 2000 } as const

/** Times of saves: no two of a case in one minute, nothing near a change of many. */
class Timetable {
  readonly #taken = new Set<string>()
  readonly #closed: readonly number[]
  constructor(closed: readonly number[]) {
    this.#closed = closed
  }

  /** The first free minute from one on. */
  take(row: number, minute: number): number {
    let at = minute
    while (this.#taken.has(`${row} ${at}`) || this.#closed.some((other) => Math.abs(other - at) <= 2)) at++
    this.#taken.add(`${row} ${at}`)
    return at
  }
}

export function drawWork(random: Random, input: DeskInput & DrawnCases): Work {
  const { crew, calendar, level, cases, hits, formerHits, request, formerRequest } = input
  const accident: Accident = { name: 'wide', at: calendar.runAt, operator: crew.runner.login, request }
  const former: Accident | null = formerRequest && {
    ...{ name: 'former', at: calendar.formerAt, operator: crew.runner.login, request: formerRequest },
  }
  const lawfulAt = minuteOf(calendar.runDay - 4 - Number(weekdayOf(calendar.runDay - 4) === 0), 12, 35)
  const times = new Timetable([accident.at, lawfulAt, ...(former === null ? [] : [former.at])])
  const byId = new Map(cases.map((own) => [own.id, own]))
  const drafts: SaveDraft[] = []
  if (former !== null) {
    const until = calendar.formerRepairAt - 60
    for (const [id, hit] of formerHits)
      drafts.push(...savesOfHit(random, input, { own: byId.get(id) as DeskCase, hit, accident: former, until, times }))
    drafts.push(...runSaves(random, former, formerHits))
  }
  for (const [id, hit] of hits) {
    const own = byId.get(id) as DeskCase
    drafts.push(...savesOfHit(random, input, { own, hit, accident, until: calendar.asOf - 40, times }))
  }
  drafts.push(...runSaves(random, accident, hits), ...noise(random, input, times))
  if (asksOf(level).job) drafts.push(...jobSaves(random, input, times))
  if (former !== null) drafts.push(...repairs(input, former, drafts, times))
  const lawful = level < 3 ? null : drawLawful(random, input, lawfulAt, drafts)
  return {
    drafts: [...drafts, ...(lawful?.drafts ?? [])],
    ...{ accident, former, lawful: lawful?.accident ?? null },
  }
}

type Values = { fee: number; handler: string }

/** Other values than the given ones. */
function drawValues(
  random: Random,
  { trade, crew }: DeskInput,
  avoid: readonly { readonly fee: number; readonly handler: string }[],
): Values {
  const fees = trade.case_desk.fees.filter((fee) => avoid.every((own) => own.fee !== fee))
  const people = crew.desk.filter(({ login }) => avoid.every(({ handler }) => handler !== login))
  return { fee: random.pick(fees), handler: random.pick(people).login }
}

/** Hours at which people are at work, between two minutes. */
function officeMinute(random: Random, from: number, until: number): number {
  for (let attempt = 0; attempt < 60; attempt++) {
    const at = random.int(from, until)
    const hour = Math.floor((((at % 1440) + 1440) % 1440) / 60)
    if (hour >= 8 && hour < 18 && weekdayOf(Math.floor(at / 1440)) !== 0) return at
  }
  return until
}

interface HitInput {
  readonly own: DeskCase
  readonly hit: HitPlan
  readonly accident: Accident
  readonly until: number
  readonly times: Timetable
}

/** What was done with a case before and after the change that hit it. */
function savesOfHit(random: Random, input: DeskInput & DrawnCases, given: HitInput): SaveDraft[] {
  const { crew, calendar, otherReasons } = input
  const { own, hit, accident, until, times } = given
  const { fee, handler } = accident.request
  const day = Math.floor(accident.at / 1440)
  const calm = crew.desk.filter(({ login }) => login !== crew.slow.login && login !== crew.fast.login)
  const anybody = (): string => random.pick(calm).login
  const list: SaveDraft[] = []
  const save = (at: number, operator: string, set: SaveDraft['set'], via: SaveDraft['via'] = 'hand'): number => {
    const minute = times.take(own.id, at)
    list.push({ at: minute, operator, via, row: own.id, set })
    return minute
  }
  const meant = { fee, handler }
  // Some had been worked on earlier.
  let before = { fee: own.start.fee, handler: own.start.handler }
  const dayBefore = minuteOf(day - 1, 17)
  if (random.percent(40) && own.openedAt + 600 < dayBefore) {
    before = drawValues(random, input, [meant, before])
    save(officeMinute(random, own.openedAt + 300, dayBefore), anybody(), before)
  }
  const isTakenOver = hit.kind === 'taken over by a fast clock'
  if (hit.source === 'since' || isTakenOver || (hit.source === 'entry' && random.percent(42))) {
    const values = drawValues(random, input, [meant, before])
    const at = isTakenOver
      ? random.int(accident.at - calendar.skew + 4, accident.at - 5)
      : random.int(minuteOf(day, 8, 5), accident.at - 8)
    const one = random.percent(50) ? { fee: values.fee } : { handler: values.handler }
    const set = hit.source === 'since' || isTakenOver || random.percent(60) ? values : one
    save(at, isTakenOver ? crew.fast.login : anybody(), set)
    before = { ...before, ...set }
  }
  const sameDay = (): number => officeMinute(random, accident.at + 5, Math.min(until, minuteOf(day, 17, 50)))
  const later = (): number => officeMinute(random, accident.at + 5, until - 30)
  const values = drawValues(random, input, [meant, before])
  switch (hit.kind) {
    case 'one field edited':
      save(later(), anybody(), random.percent(50) ? { fee: values.fee } : { handler: values.handler })
      break
    case 'edited':
      save(later(), anybody(), values)
      break
    case 'confirmed':
      save(later(), anybody(), { fee, handler })
      break
    case 'undone': {
      const who = anybody()
      save(save(sameDay(), who, values) + random.int(4, 20), who, 'undo', 'undo')
      break
    }
    case 'saved by the job':
      save(minuteOf(day + 1, 3, random.int(20, 40)), crew.job, 'again', 'job')
      break
    case 'edited by a slow clock':
      save(accident.at + random.int(4, calendar.skew - 5), crew.slow.login, values)
      break
    case 'regrouped': {
      const reason = hit.becomesMeant === true ? accident.request.reason : random.pick(otherReasons)
      save(officeMinute(random, minuteOf(day + 1, 8, 20), until - 30), anybody(), { reason })
      break
    }
    default:
  }
  return list
}

/** The change itself: some first, then those of which the log has no line, then the rest. */
function runSaves(random: Random, { name, at, operator, request }: Accident, hits: ReadonlyMap<number, HitPlan>) {
  const ids = random.shuffle([...hits])
  const logged = ids.filter(([, { source }]) => source === 'entry')
  const lost = ids.filter(([, { source }]) => source !== 'entry')
  const first =
    lost.length === 0 ? logged.length : random.int(Math.ceil(logged.length / 4), Math.floor((3 * logged.length) / 4))
  const { fee, handler } = request
  return [...logged.slice(0, first), ...lost, ...logged.slice(first)].map(([row, { source }]): SaveDraft => ({
    ...{ at, operator, via: 'bulk', row, set: { fee, handler }, run: name, lost: source !== 'entry' },
  }))
}

/** Ordinary work on cases that were not hit. */
function noise(random: Random, input: DeskInput & DrawnCases, times: Timetable): SaveDraft[] {
  const { crew, calendar, cases, hits, formerHits, level, otherReasons } = input
  const others = cases.filter(({ id }) => !hits.has(id) && !formerHits.has(id))
  const open = others.filter(({ openedAt, settledAt }) => (settledAt ?? calendar.asOf) - openedAt > 1500)
  return Array.from({ length: noiseCounts[level] }, () => random.pick(open)).flatMap((own): SaveDraft[] => {
    const end = Math.min(own.settledAt ?? calendar.asOf, calendar.asOf) - 60
    const at = officeMinute(random, own.openedAt + 400, end)
    if (at >= end || (at % 1440 >= 750 && at % 1440 <= 765)) return []
    const operator = random.pick(crew.desk).login
    const drawn = drawValues(random, input, [])
    const which = random.int(1, 10)
    const set =
      which <= 4
        ? { fee: drawn.fee }
        : which <= 7
          ? { handler: drawn.handler }
          : which <= 9
            ? drawn
            : { reason: random.pick(otherReasons) }
    const minute = times.take(own.id, at)
    const save: SaveDraft = { at: minute, operator, via: 'hand', row: own.id, set }
    if (!random.percent(6)) return [save]
    const back = times.take(own.id, minute + random.int(3, 15))
    // Nobody takes back after a change of many what was saved before it: whether it counts would be anybody's guess.
    const isAcross = [calendar.runAt, calendar.formerAt].some((run) => minute < run !== back < run)
    if (back >= end || isAcross) return [save]
    return [save, { at: back, operator, via: 'undo', row: own.id, set: 'undo' }]
  })
}

/** The job of the night goes over some cases and saves them as they are. */
function jobSaves(
  random: Random,
  { crew, calendar, cases, hits, formerHits, level }: DeskInput & DrawnCases,
  times: Timetable,
): SaveDraft[] {
  const nights = level <= 3 ? 6 : 16
  return Array.from({ length: nights }, (_, index) => calendar.runDay - nights + 3 + index).flatMap((day) => {
    const from = minuteOf(day, 3, 20)
    const open = cases.filter(
      ({ id, openedAt, settledAt }) =>
        !hits.has(id) && !formerHits.has(id) && openedAt < from && (settledAt ?? calendar.asOf) > from,
    )
    return random.sample(open, Math.min(open.length, random.int(2, 5))).map(({ id }): SaveDraft => ({
      ...{ at: times.take(id, from + random.int(0, 20)), operator: crew.job, via: 'job', row: id, set: 'again' },
    }))
  })
}

/** How the earlier one was put right: field by field, by the habits of the house. */
function repairs(
  { calendar, crew, cases, formerHits, rule }: DeskInput & DrawnCases & { readonly rule: HouseRule },
  former: Accident,
  drafts: readonly SaveDraft[],
  times: Timetable,
): SaveDraft[] {
  const own = cases.filter(({ id }) => formerHits.has(id))
  const { saves, values } = runDesk(
    own,
    drafts.filter(({ row, at }) => formerHits.has(row) && at < calendar.formerRepairAt),
  )
  const byCase = savesByCase(saves.map((save) => ({ ...save, shownAt: save.at, numbers: [] })))
  return own.flatMap((one, place): SaveDraft[] => {
    const list = byCase.get(one.id) ?? []
    const at = list.findIndex(({ run }) => run === former.name)
    const later = list.slice(at + 1)
    const now = values.get(one.id) as CaseValues
    const then = String(later.flatMap((save) => changeOf(save, 'reason')?.old ?? [])[0] ?? now.reason)
    if (wasMeant(one, { past: then, present: now.reason }, former, rule)) return []
    if (rule.settled === 'stays' && (one.settledAt ?? Infinity) < calendar.formerRepairAt) return []
    const hit = list[at]
    const fields = struckFields.filter((field) => countedEdits(later, field, rule).length === 0)
    if (hit === undefined || fields.length === 0) return []
    const set = Object.fromEntries(fields.map((field) => [field, changeOf(hit, field)?.old]))
    const minute = times.take(one.id, calendar.formerRepairAt + Math.floor(place / 3))
    return [{ at: minute, operator: crew.engineer.login, via: 'repair', row: one.id, set }]
  })
}

/** A change that took exactly what was asked for. */
function drawLawful(
  random: Random,
  { trade, crew, cases, senders, formerHits, request, otherReasons }: DeskInput & DrawnCases & { calendar: Calendar },
  at: number,
  drafts: readonly SaveDraft[],
): { readonly accident: Accident; readonly drafts: readonly SaveDraft[] } | null {
  const { values } = runDesk(
    cases,
    drafts.filter((draft) => draft.at < at),
  )
  const open = cases.filter(
    ({ id, openedAt, settledAt }) => !formerHits.has(id) && openedAt < at && (settledAt ?? Infinity) > at,
  )
  const choices = random.shuffle(otherReasons.flatMap((reason) => senders.map(({ code }) => ({ reason, code }))))
  const matching = choices
    .map((choice) => ({
      ...choice,
      own: open.filter(({ id, sender }) => sender === choice.code && values.get(id)?.reason === choice.reason),
    }))
    .find(({ own }) => own.length >= 2 && own.length <= 9)
  if (matching === undefined) return null
  const fee = random.pick(trade.case_desk.fees.filter((each) => each !== request.fee))
  const handler = random.pick(crew.desk.filter(({ login }) => login !== request.handler)).login
  const accident: Accident = {
    ...{ name: 'lawful', at, operator: random.pick(crew.desk).login },
    request: {
      ...{ reason: matching.reason, condition: { by: 'senders', codes: [matching.code] }, fee, handler },
      missed: 'condition',
    },
  }
  return {
    accident,
    drafts: matching.own.map(({ id }): SaveDraft => ({
      ...{ at, operator: accident.operator, via: 'bulk', row: id, set: { fee, handler }, run: 'lawful' },
    })),
  }
}
