/**
 * The business of an instance: things that are weighed on handsets, the versions of the app on them, and what each weighing
 * says because of the version it was taken with.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Person } from '../../worlds/business.ts'
import { drawPeople } from '../../worlds/cast.ts'
import { drawSittings, type Handset, sentIn, type Sitting, sittingsADay } from '../../worlds/stations/client-app.ts'
import type { ClientAppTrade } from '../../worlds/stations/client-app-trade.ts'
import type { Sender } from '../../worlds/stations/file-import-trade.ts'
import { dayOf, minuteOf, readDay, weekdayOf } from '../../worlds/time.ts'
import type { World } from '../../worlds/world.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import { drawChecks, type BoxReading, type ScaleCheck } from './checks.ts'
import { inGrams, inSteps } from './grams.ts'
import type { HouseRule } from './house.ts'
import { type BandInvoice, drawInvoices } from './invoices.ts'
import {
  drawModels,
  drawSwaps,
  drawVersions,
  isWrongOn,
  modelAt,
  type ScaleModel,
  type Swap,
  type Versions,
} from './models.ts'
import { busyOf, rungs, type UnitPlan } from './sketch.ts'

export type Trade = ClientAppTrade & { readonly sites: NonNullable<World['stations']['file_import']> }

export interface Weighing {
  readonly id: number
  readonly ref: string
  readonly kind: string
  readonly handset: Handset
  readonly model: ScaleModel
  readonly takenAt: number
  readonly isKeyed: boolean
  /** What it weighs, as the house would work it out. */
  readonly weight: number
  /** What stands there. */
  readonly seen: number
  /** The version it was taken with. */
  readonly version: string
  /** No sign-in is on record for its time. */
  readonly isLost: boolean
  readonly sentAt: number
  readonly sentBy: string
  readonly invoice: BandInvoice | null
}

export interface Story {
  readonly world: World
  readonly trade: Trade
  readonly level: IncidentLevel
  readonly plan: UnitPlan
  readonly rule: HouseRule
  readonly sketch: Sketch
  readonly people: Readonly<Record<'writer' | 'owner' | 'engineer' | 'clerk' | 'second', Person>>
  readonly sites: readonly Sender[]
  readonly models: readonly ScaleModel[]
  readonly handsets: readonly Handset[]
  /** From level 4 on. */
  readonly swaps: readonly Swap[]
  /** Codes of handsets with the old program; only in `two programs`. */
  readonly oldOnes: ReadonlySet<string>
  readonly versions: Versions
  readonly sittings: ReadonlyMap<string, readonly Sitting[]>
  readonly weighings: readonly Weighing[]
  readonly invoices: readonly BandInvoice[]
  readonly checks: readonly ScaleCheck[]
  readonly boxReadings: readonly BoxReading[]
  readonly firstDay: number
  readonly lastDay: number
  readonly asOf: number
}

export interface StoryOptions {
  readonly world: World
  readonly level: IncidentLevel
  readonly sketch: Sketch
  readonly rule: HouseRule
}

/** Whether a weighing says something else than it should. */
export const isStruck = (story: Pick<Story, 'versions' | 'rule'>, own: Omit<Weighing, 'invoice'>): boolean =>
  isWrongOn(story, own.version, own.model) && !(own.isKeyed && story.rule.keyed === 'grams')

/** Of a hundred sittings, with which a version begins: the first that is wrong, a second one, the one that is right again. */
const turns = {
  short: [
    [20, 29],
    [51, 58],
    [74, 84],
  ],
  long: [
    [36, 45],
    [58, 64],
    [76, 86],
  ],
} as const

/** With which sitting each version begins on a handset. */
function drawStarts(random: Random, count: number, level: IncidentLevel): number[] {
  const [low, middle, high] = turns[level === 5 ? 'long' : 'short']
  const at = (range: readonly [number, number]): number =>
    Math.round((count * random.int(10 * range[0], 10 * range[1])) / 1000)
  const first = Math.max(3, at(low))
  const last = Math.min(count - 4, at(high))
  return level >= 3 ? [0, first, Math.min(last - 4, Math.max(first + 4, at(middle))), last] : [0, first, last]
}

/** A weight of any size between two: small ones are as frequent as large ones. */
export function drawWeight(random: Random, low: number, high: number): number {
  const steps: [number, number][] = []
  for (let from = low; from < high; from *= 2) steps.push([from, Math.min(2 * from, high)])
  return random.int(...random.pick(steps))
}

export function drawStory(random: Random, { world, level, sketch, rule }: StoryOptions): Story {
  const { client_app: app, file_import: files } = world.stations
  if (app === undefined || files === undefined) throw new TypeError(`${world.id} has no client_app`)
  const trade: Trade = { ...app, sites: files }
  const plan = sketch.plan as UnitPlan
  const { roles } = world.words
  const team = drawPeople(
    random,
    [0, 1, 2, 3, 3, 1, 1, 1, 1].map((place) => roles[place] ?? 'office'),
  )
  const [writer, owner, engineer, clerk, second, ...packers] = team as [Person, Person, Person, Person, Person]
  const counts = rungs[level].handsets
  const sites = files.drawSenders(random, Math.max(3, Math.ceil(counts.reduce((sum, own) => sum + own, 0) / 4)))
  const models = drawModels(random, app, level >= 3 && random.percent(75))
  const versions = drawVersions(random, level)
  const days = daysOf(random, world, sketch.knobs.days)
  const [firstDay, lastDay] = [days[0] ?? 0, days.at(-1) ?? 0]
  const given = drawHandsets(random, { models, counts, sites, firstDay, hasOld: plan === 'two programs' })
  const { handsets, swaps } = level >= 4 ? drawSwaps(random, given, models, days) : { handsets: given, swaps: [] }
  const names = [versions.before, versions.struck, ...(versions.again === null ? [] : [versions.again]), versions.after]
  const sittings = new Map(
    handsets.map(({ code }) => [
      code,
      drawSittings(random, {
        ...{ handset: code, days, hours: world.calendar.hours, versions: names, lost: rule.lost },
        starts: drawStarts(random, days.length * sittingsADay, level),
        users: packers.map(({ login }) => login),
      }),
    ]),
  )
  const base = { versions, rule, handsets, swaps, sittings, models, trade, firstDay, lastDay }
  const taken = drawWeighings(random, { ...base, busy: busyOf(level, sketch.knobs) })
  const { weighings, invoices } = drawInvoices(random, taken, rule)
  return {
    ...base,
    ...{ world, level, plan, sketch, sites, weighings, invoices },
    people: { writer, owner, engineer, clerk, second },
    oldOnes: new Set(handsets.filter(({ code }) => code.startsWith('Q')).map(({ code }) => code)),
    ...(level >= 4 ? drawChecks(random, base, plan) : { checks: [], boxReadings: [] }),
    asOf: minuteOf(lastDay + 7, 9, random.int(0, 59)),
  }
}

function daysOf(random: Random, { calendar }: World, count: number): number[] {
  const days: number[] = []
  for (let day = readDay(`2026-0${random.int(2, 9)}-01`) + random.int(0, 27); days.length < count; day++)
    if (!calendar.closedWeekdays.includes(weekdayOf(day))) days.push(day)
  return days
}

function drawHandsets(
  random: Random,
  input: {
    readonly models: readonly ScaleModel[]
    readonly counts: readonly number[]
    readonly sites: readonly Sender[]
    readonly firstDay: number
    readonly hasOld: boolean
  },
): Handset[] {
  const { models, counts, sites, firstDay, hasOld } = input
  const list = models.flatMap((model, place) => Array.from({ length: counts[place] ?? 0 }, (_, turn) => ({ model, isOld: hasOld && turn % 3 === 1 }))) // prettier-ignore
  const numbers = random.sample(Array.from({ length: 80 }, (_, index) => index + 11), list.length) // prettier-ignore
  return random.shuffle(list).map(({ model, isOld }, place) => ({
    ...{ code: `${isOld ? 'Q' : 'H'}${numbers[place]}`, site: sites[place % sites.length]?.code ?? '' },
    ...{ model: model.name, since: firstDay - random.int(30, 500) },
  }))
}

type Scene = Pick<
  Story,
  'versions' | 'rule' | 'handsets' | 'swaps' | 'sittings' | 'models' | 'trade' | 'firstDay' | 'lastDay'
>

function drawWeighings(random: Random, scene: Scene & { readonly busy: number }): Omit<Weighing, 'invoice'>[] {
  const { rule, handsets, sittings, trade, busy } = scene
  const drafts = handsets.flatMap((handset) => {
    const own = sittings.get(handset.code) ?? []
    return own.flatMap((sitting, place) => {
      const model = modelAt(scene, handset, sitting.from)
      const count = Math.floor(busy / 10) + Number(random.percent(10 * (busy % 10)))
      return Array.from({ length: count }, (): Omit<Weighing, 'id' | 'ref' | 'invoice'> => {
        const takenAt = random.int(sitting.from + 4, sitting.until - 6)
        const sent = sentIn(random, own, place, takenAt)
        // What is rounded up must not pass the limit.
        const grams = drawWeight(random, trade.lightest, Math.min(model.capacity, trade.heaviest - 20))
        const draft = {
          ...{
            kind: random.pick(trade.kinds),
            handset,
            model,
            takenAt,
            isKeyed: random.percent(20),
            isLost: sitting.isLost,
          },
          ...{ version: sitting.version, sentAt: sent.at, sentBy: sent.version },
        }
        const bare = { ...draft, id: 0, ref: '', weight: grams, seen: grams }
        if (!isStruck(scene, bare)) return { ...draft, weight: grams, seen: grams }
        const steps = inSteps(grams, model.tenths)
        return { ...draft, weight: inGrams(steps, model.tenths, rule.rounding), seen: steps }
      })
    })
  })
  let [ref, id] = [random.int(20_000, 60_000), random.int(1000, 9000)]
  const letter = random.pick(['L', 'P', 'T', 'W'])
  return drafts
    .toSorted((left, right) => left.takenAt - right.takenAt)
    .map((own) => ({ ...own, ref: `${letter}${(ref += random.int(1, 7))}` }))
    .toSorted((left, right) => left.sentAt - right.sentAt)
    .map((own) => ({ ...own, id: (id += random.int(1, 3)) }))
}

/** The day on which something was weighed. */
export const dayTaken = ({ takenAt }: Pick<Weighing, 'takenAt'>): number => dayOf(takenAt)
