/**
 * The business of an instance: people of whom two systems know, records that were made one, and what two broken versions
 * of the program did to what hung on them.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Person } from '../../worlds/business.ts'
import { drawPeople } from '../../worlds/cast.ts'
import {
  type Child,
  type DeletedRow,
  type Handling,
  type Merge,
  runSync,
  type SyncEvent,
  type SyncOutcome,
} from '../../worlds/stations/sync.ts'
import { mergeAnswers, type MergeRule } from '../../worlds/stations/sync-rule.ts'
import type { SyncTrade } from '../../worlds/stations/sync-trade.ts'
import { dayOf } from '../../worlds/time.ts'
import type { World } from '../../worlds/world.ts'
import type { IncidentLevel, Sketch } from '../incident.ts'
import { type Calendar, drawCalendar } from './calendar.ts'
import { planCases, planGroups } from './cases.ts'
import { Desk } from './desk.ts'
import type { ArchivedRecord, Case, Edit, Request, SyncRecord } from './register.ts'
import { drawUses, settleUses, type Use } from './uses.ts'
import type { MergePlan } from './sketch.ts'

export interface Story extends Calendar {
  readonly world: World
  readonly trade: SyncTrade
  readonly level: IncidentLevel
  readonly plan: MergePlan
  readonly rule: MergeRule
  readonly sketch: Sketch
  readonly people: Readonly<Record<'writer' | 'owner' | 'engineer' | 'clerk' | 'second', Person>>
  /** All that ever were, those given up included. */
  readonly records: readonly SyncRecord[]
  readonly archive: readonly ArchivedRecord[]
  /** Children as they were before anything happened. */
  readonly initial: readonly Child[]
  readonly events: readonly SyncEvent[]
  readonly requests: readonly Request[]
  readonly cases: readonly Case[]
  readonly edits: readonly Edit[]
  /** Children, deleted rows and uses as they were left. */
  readonly seen: SyncOutcome
  /** As they would have been left. */
  readonly due: SyncOutcome
  /** Uses as people entered them, and as they were left. */
  readonly entered: readonly Use[]
  readonly uses: readonly Use[]
  readonly versions: Readonly<Record<'deletes' | 'leaves' | 'after', string>>
}

export interface StoryOptions {
  readonly world: World
  readonly level: IncidentLevel
  readonly sketch: Sketch
  readonly rule: MergeRule
}

export function drawRule(random: Random, level: IncidentLevel): MergeRule {
  // In one table alone the record kept would leave next to nothing to do for what is there twice.
  const twice = mergeAnswers.twice.filter((answer) => level > 1 || answer !== 'kept')
  return { twice: random.pick(twice), uses: random.pick(mergeAnswers.uses) }
}

/** Whether a merge still stands. */
export const stands = (event: SyncEvent): event is Merge => event.kind === 'merge' && event.undoneAt === null

/** What the version of that minute did with children. */
export function handlingOf({ from, mid, until }: Calendar, { at }: Pick<Merge, 'at'>): Handling {
  const day = dayOf(at)
  if (day < from || day >= until) return 'carries'
  return day < mid ? 'deletes' : 'leaves'
}

/** Draws a business, strikes its program and lets people work on. */
export function drawStory(random: Random, options: StoryOptions): Story {
  const { world, level, sketch, rule } = options
  const trade = world.stations.sync
  if (trade === undefined) throw new TypeError(`${world.id} has no sync`)
  const plan = sketch.plan as MergePlan
  const calendar = drawCalendar(random, level, sketch.knobs.days)
  const roles = [trade.nouns.desk, 'data protection', world.words.roles[2] ?? 'IT', trade.nouns.desk, 'master data']
  const [writer, owner, engineer, clerk, second] = drawPeople(random, roles) as [Person, Person, Person, Person, Person]
  const desk = new Desk(random, {
    trade,
    level,
    plan,
    calendar,
    logins: [writer, clerk, second].map(({ login }) => login),
  })
  const cases = planGroups(random, planCases(random, sketch.knobs.choices, { level, plan, rule }), level).flatMap(
    (group) => desk.strike(group),
  )
  desk.workOn(cases)
  const { records, archive, children, events, requests, edits } = desk
  const seen = runSync(children, events, rule, (merge) => handlingOf(calendar, merge))
  const due = runSync(children, events, rule, () => 'carries')
  const entered =
    level === 1
      ? []
      : drawUses(random, { calendar, cases, seen, due, clerks: [clerk.login, second.login, writer.login] })
  const major = random.int(2, 6)
  const minor = random.int(1, 7)
  return {
    ...calendar,
    ...{
      world,
      trade,
      level,
      plan,
      rule,
      sketch,
      records,
      archive,
      events,
      requests,
      cases,
      edits,
      seen,
      due,
      entered,
    },
    initial: children,
    people: { writer, owner, engineer, clerk, second },
    uses: settleUses(entered, seen.replaced, rule.uses),
    versions: {
      deletes: `${major}.${minor}`,
      leaves: `${major}.${minor}.1`,
      after: `${major}.${minor + 1}`,
    },
  }
}

/** Records that are left: nobody gave them up. */
export function livingRecords({ records, events }: Pick<Story, 'records' | 'events'>): SyncRecord[] {
  const givenUp = new Set(events.flatMap((event) => (stands(event) ? [event.loser] : [])))
  return records.filter(({ id }) => !givenUp.has(id))
}

/** Records whose owners were forgotten. */
export function erasedRecords({ events }: Pick<Story, 'events'>): ReadonlySet<number> {
  return new Set(events.flatMap((event) => (event.kind === 'erase' ? [event.record] : [])))
}

/** Deleted rows in the order of the journal. */
export const deletedRows = ({ seen }: Pick<Story, 'seen'>): readonly DeletedRow[] => seen.deleted
