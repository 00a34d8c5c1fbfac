/**
 * The cases of an instance: those that the change hit, those of an earlier one, and the many beside them.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Good } from '../../worlds/business.ts'
import type { DeskCase } from '../../worlds/stations/case-desk.ts'
import type { Sender } from '../../worlds/stations/file-import-trade.ts'
import { dayOf, minuteOf, monthOf, weekdayOf } from '../../worlds/time.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import type { Calendar } from './calendar.ts'
import { formerHits, type HitPlan, planHits } from './hits.ts'
import { type Condition, drawCondition, drawFacts, type Request } from './request.ts'
import type { HouseRule } from './house.ts'
import { unitOf } from './sketch.ts'
import type { Crew, Trade } from './crew.ts'

export interface DeskInput {
  readonly trade: Trade
  readonly crew: Crew
  readonly senders: readonly Sender[]
  readonly oldOnes: ReadonlySet<string>
  readonly goods: readonly Good[]
  readonly calendar: Calendar
  readonly level: IncidentLevel
  readonly sketch: Sketch
  readonly rule: HouseRule
}

export interface DrawnCases {
  readonly cases: readonly DeskCase[]
  readonly hits: ReadonlyMap<number, HitPlan>
  readonly formerHits: ReadonlyMap<number, HitPlan>
  readonly request: Request
  readonly formerRequest: Request | null
  /** Reasons that nobody asked anything for. */
  readonly otherReasons: readonly string[]
}

/** Cases beside those that were hit. */
const besideCounts: Readonly<Record<IncidentLevel, number>> = { 1: 24, 2: 36, 3: 70, 4: 150, 5: 330 }

type Draft = Omit<DeskCase, 'id'> & { readonly hit?: HitPlan; readonly formerHit?: HitPlan }

export function drawCases(random: Random, input: DeskInput): DrawnCases {
  const { trade, crew, senders, oldOnes, goods, calendar, level, sketch, rule } = input
  const { fees } = trade.case_desk
  const { firstDay, runDay } = calendar
  const helpers = crew.desk.filter(
    ({ login }) => ![crew.runner, crew.slow, crew.fast].some((one) => one.login === login),
  )
  const [taker, formerTaker] = random.shuffle(helpers)
  const [fee = 0, formerFee = 0] = random.sample(fees, 2)
  const [reason = '', formerReason = '', ...otherReasons] = random.shuffle(trade.case_desk.reasons)
  const request: Request = {
    ...{ reason, fee, handler: taker?.login ?? '', missed: random.pick(['reason', 'condition']) },
    condition: conditionOf(random, random.pick(['senders', 'goods', 'opened']), input),
  }
  const newSenders = senders.filter(({ code }) => !oldOnes.has(code))
  const formerRequest: Request | null =
    level < 4
      ? null
      : {
          ...{ reason: formerReason, fee: formerFee, handler: formerTaker?.login ?? '', missed: 'condition' },
          condition: drawCondition(random, { by: 'senders', senders: newSenders, goods, firstDay, lastDay: runDay }),
        }
  const start = (own: string, avoid: Request | null): DeskCase['start'] => ({
    fee: random.pick(fees.filter((value) => value !== avoid?.fee)),
    handler: random.pick(crew.desk.filter(({ login }) => login !== avoid?.handler)).login,
    reason: own,
  })
  const workday = (day: number): number => (weekdayOf(day) === 0 ? day - 1 : day)
  const drawDay = (): number => {
    if (level <= 3) return workday(random.int(firstDay + 1, runDay - 2))
    const monthStart = runDay - Number(new Date(runDay * 86_400_000).toISOString().slice(8, 10)) + 1
    return workday(random.percent(62) ? random.int(runDay - 27, monthStart - 1) : random.int(monthStart, runDay - 2))
  }
  const open = (day: number): number => minuteOf(day, random.int(8, 17), random.int(0, 59))

  const unit = unitOf(level, sketch.knobs.choices)
  const hits = planHits(random, { level, unit, rule, missed: request.missed }).map((hit): Draft => {
    const isMeant = hit.kind === 'meant' || (hit.kind === 'regrouped' && hit.becomesMeant !== true)
    const isMet = request.missed === 'reason' || isMeant
    const { sender, good, day } = drawFacts(random, request.condition, isMet, { senders, goods, drawDay })
    const own = request.missed === 'condition' || isMeant ? reason : random.pick(otherReasons)
    // Where ended cases stay anyway, none of those that were meant has ended: they would be right for two reasons.
    const settles =
      hit.kind === 'settled' || (hit.kind === 'meant' && rule.settled === 'restored' && random.percent(25))
    return {
      ...{ openedAt: open(day), sender, good, start: start(own, request) },
      settledAt: settles ? minuteOf(runDay + random.int(0, 2), 18) : null,
      hit,
    }
  })
  const former =
    formerRequest === null
      ? []
      : formerHits.map((hit): Draft => {
          const away = hit.kind === 'regrouped'
          const isMeant = hit.kind === 'meant' || away
          const { sender, good, day } = drawFacts(random, formerRequest.condition, isMeant, {
            ...{ senders: newSenders, goods },
            drawDay: () => workday(random.int(firstDay + 1, calendar.formerDay - 2)),
          })
          const settledDay =
            hit.kind === 'settled'
              ? calendar.formerDay + random.int(0, 1)
              : random.int(calendar.formerDay + 4, Math.min(calendar.formerDay + 14, runDay - 1))
          return {
            ...{ openedAt: open(day), sender, good, start: start(formerReason, formerRequest) },
            ...{ settledAt: minuteOf(settledDay, 18), formerHit: hit },
          }
        })
  const beside = Array.from({ length: besideCounts[level] }, (): Draft => {
    const kind = random.int(1, 100)
    const isLate = kind > 85
    const asFiltered = kind > 45
    const day = isLate ? random.int(runDay + 1, runDay + 2) : workday(random.int(firstDay + 1, runDay - 1))
    const allowed =
      formerRequest !== null && day <= calendar.formerDay + 1 ? otherReasons : [...otherReasons, formerReason]
    const isMet = request.missed === 'reason' ? asFiltered : random.percent(50)
    const facts = isLate
      ? { sender: random.pick(senders).code, good: random.pick(goods), isMet: false }
      : tryFacts(random, request.condition, isMet, { senders, goods, day })
    const matches = request.missed === 'condition' ? asFiltered : facts.isMet
    const own =
      request.missed === 'condition' ? (asFiltered ? reason : random.pick(allowed)) : random.pick([reason, ...allowed])
    const openedAt = isLate ? minuteOf(day, random.int(8, 15), random.int(0, 59)) : open(day)
    const latest = runDay - 1 - dayOf(openedAt)
    // What the search would have taken had ended by then.
    const ended = matches && !isLate
    const after = ended ? random.int(0, Math.max(0, latest)) : random.int(1, 16)
    const settled = minuteOf(dayOf(openedAt) + after, 18)
    const isSettled = ended || (random.percent(60) && settled < calendar.asOf - 600)
    return {
      ...{ openedAt, sender: facts.sender, good: facts.good, start: start(own, null) },
      settledAt: isSettled ? settled : null,
    }
  })
  let id = random.int(2000, 8000)
  const drafts = [...hits, ...former, ...beside].toSorted((left, right) => left.openedAt - right.openedAt)
  const numbered = drafts.map((draft) => ({ draft, id: (id += random.int(1, 3)) }))
  return {
    cases: numbered.map(({ draft: { hit: _hit, formerHit: _formerHit, ...own }, id: key }) => ({ id: key, ...own })),
    hits: new Map(numbered.flatMap(({ draft: { hit }, id: key }) => (hit === undefined ? [] : [[key, hit]]))),
    formerHits: new Map(
      numbered.flatMap(({ draft: { formerHit }, id: key }) => (formerHit === undefined ? [] : [[key, formerHit]])),
    ),
    ...{ request, formerRequest, otherReasons },
  }
}

/** Facts of a given day that meet a condition or do not, if the day allows it. */
function tryFacts(
  random: Random,
  condition: Condition,
  meeting: boolean,
  { day, ...input }: { readonly senders: readonly Sender[]; readonly goods: readonly Good[]; readonly day: number },
): { readonly sender: string; readonly good: Good; readonly isMet: boolean } {
  if (condition.by === 'opened') {
    const isMet = day >= condition.from && day <= condition.until
    return { sender: random.pick(input.senders).code, good: random.pick(input.goods), isMet }
  }
  return { ...drawFacts(random, condition, meeting, { ...input, drawDay: () => day }), isMet: meeting }
}

function conditionOf(
  random: Random,
  by: Condition['by'],
  { senders, oldOnes, goods, calendar: { firstDay, runDay }, level }: DeskInput,
): Condition {
  if (by === 'senders' && oldOnes.size > 0) {
    // Of both programs.
    const fresh = senders.filter(({ code }) => !oldOnes.has(code)).map(({ code }) => code)
    return { by, codes: [...random.sample(fresh, 2), random.pick([...oldOnes])].toSorted() }
  }
  if (by === 'opened' && level >= 4) return { by, from: runDay - random.int(17, 19), until: runDay - random.int(4, 5) }
  return drawCondition(random, { by, senders, goods, firstDay, lastDay: runDay - 2 })
}

/** Whether a case was opened in the month of the change. */
export const isOfRunMonth = ({ openedAt }: DeskCase, { runDay }: Calendar): boolean =>
  monthOf(dayOf(openedAt)) === monthOf(runDay)
