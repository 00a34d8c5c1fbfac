/**
 * Fair instances: values are put into the lines so that neither a value nor the lines of a sender tell a rule.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Card, ColumnPlan, Look, RuledLine, Workpiece } from './column-plan.ts'
import type { Params } from './rule-text.ts'
import type { SceneRow } from './scene.ts'
import { drawSenders, type Line, type Routing } from './senders.ts'
import type { ViewRow } from './table-view.ts'

/** How often lines are spoilt anew because chance was unkind. */
const rounds = 60

/** What one way for all lines may be worth. */
const uniformBound = 0.3

/** How many lines in a hundred to spoil. */
const dirtyPercent = [45, 55] as const

/** The share of the damage that one way may hold. */
const wayShares: readonly [least: number, most: number] = [0.1, 0.4]

/** The share of the damage that one sender may hold. */
const senderShare = 0.35

/** Asks once a table. */
export function remembered(look: Look): Look {
  const known = new Map<string, readonly ViewRow[]>()
  return (table) => {
    const rows = known.get(table) ?? look(table)
    known.set(table, rows)
    return rows
  }
}

type Piece = Omit<Workpiece, 'statements' | 'routing'>

/**
 * Whether a value says nothing about its rule: by each rule it means something else. The condition is the same for all
 * rules, or a line of another kind would tell by being spoilt at all.
 */
function isSilent(plan: ColumnPlan, { right, found }: Card, params: Params, row: ViewRow, look: Look): boolean {
  const readings = plan.profiles.map((profile) => plan.read(found, profile, row, look))
  if (plan.othersAgree === true) {
    return readings.every((reading, place) => plan.profiles[place] === params || reading !== right)
  }
  return new Set(readings).size === readings.length
}

/** A card that spoils the line; null where none is found. */
function drawSpoilt(random: Random, plan: ColumnPlan, row: SceneRow, params: Params, look: Look): Card | null {
  for (let tries = 0; tries < 40; tries++) {
    const drawn = plan.spoil?.(random, row.due, params) ?? null
    if (drawn === null) return null
    if (drawn.right !== drawn.found && isSilent(plan, drawn, params, row.found, look)) return drawn
  }
  return null
}

/** A card that the rule of the line leaves as it is. */
function drawSettled(random: Random, plan: ColumnPlan, row: SceneRow, params: Params, look: Look): Card {
  for (let tries = 0; tries < 200 && plan.settle !== undefined; tries++) {
    const value = plan.settle(random, row.due)
    if (plan.read(value, params, row.found, look) === value) return { right: value, found: value }
  }
  throw new TypeError('no value is right as it is')
}

/** Puts values of the senders into the lines. A line that cannot be spoilt stays right. */
function spoilLines(random: Random, { plan, scene, place }: Piece, routing: Routing): Routing {
  const look = remembered((table) => scene.table(table).rows.map(({ found }) => found))
  const { rows } = scene.table(place.table)
  const hands = new Map(
    routing.senders.map(({ code, profile }) => {
      const count = routing.lines.filter(({ sender }) => sender === code).length
      const cards = plan.deal?.(random, plan.profiles[profile] as Params, count)
      if (cards !== undefined && cards.length !== count) throw new TypeError(`${cards.length} cards for ${count} lines`)
      return [code, cards && random.shuffle(cards)] as const
    }),
  )
  const lines = routing.lines.map((line, index): Line => {
    const row = rows[index] as SceneRow
    const params = plan.profiles[line.profile] as Params
    const put = ({ beside, right, found }: Card): void => {
      Object.assign(row.found, beside, { [place.column]: found })
      Object.assign(row.due, beside, { [place.column]: right })
    }
    const beside = plan.prepare?.(random, row.due)
    Object.assign(row.found, beside)
    Object.assign(row.due, beside)
    const card =
      hands.get(line.sender)?.pop() ??
      (line.dirty ? drawSpoilt(random, plan, row, params, look) : null) ??
      drawSettled(random, plan, row, params, look)
    put(card)
    return { ...line, dirty: card.right !== card.found }
  })
  return { ...routing, lines }
}

/** What each way would put into each line, null for what it leaves as it is. */
function readingsOf({ plan, scene, place }: Piece): (SqlValue | undefined)[][] {
  const look = remembered((table) => scene.table(table).rows.map(({ found }) => found))
  return scene.table(place.table).rows.map(({ found }) =>
    plan.profiles.map((profile) => {
      const now = found[place.column] ?? null
      const value = plan.read(now, profile, found, look)
      return value === now ? undefined : value
    }),
  )
}

/** Whether ways have fair shares of the damage, no one way for all pays, and every sentence matters to a line. */
function isFair(piece: Piece, routing: Routing): boolean {
  const { plan, scene, place } = piece
  const look = remembered((table) => scene.table(table).rows.map(({ found }) => found))
  const { rows } = scene.table(place.table)
  const { lines } = routing
  const dirty = lines.filter((line) => line.dirty)
  const share = dirty.length / lines.length
  if (share < 0.12 || share > 0.6) return false
  const [least, most] = wayShares
  const hasFairShare = plan.profiles.every((_, profile) => {
    const part = dirty.filter((line) => line.profile === profile).length / dirty.length
    return part >= least && part <= most
  })
  const isSpread = routing.senders.every(
    ({ code }) => dirty.filter((line) => line.sender === code).length / dirty.length <= senderShare,
  )
  if (!hasFairShare || !isSpread) return false
  const readings = readingsOf(piece)
  /** R - D over C when one way is taken for all lines. */
  const worthOf = (profile: number): number => {
    let gained = 0
    for (const [index, ways] of readings.entries()) {
      const value = ways[profile]
      if (value !== undefined) gained += value === rows[index]?.due[place.column] ? 1 : -1
    }
    return gained / dirty.length
  }
  const ruled = lines.map((line, index): RuledLine => {
    const row = rows[index]?.found ?? {}
    return { value: row[place.column] ?? null, params: plan.profiles[line.profile] as Params, row }
  })
  return (
    plan.profiles.every((_, profile) => worthOf(profile) <= uniformBound) &&
    (plan.questions ?? []).every(({ raised }) => ruled.some((line) => raised(line, look))) &&
    plan.exclusions.every(({ holds }) => holds(ruled))
  )
}

/** Routes and spoils the lines until the outcome is fair; null when these values may never allow it. */
export function drawFairLines(random: Random, piece: Piece): Routing | null {
  const { plan, scene, place } = piece
  const lines = scene.table(place.table).rows.length
  for (let round = 0; round < rounds; round++) {
    const drawn = drawSenders(random, { lines, profiles: plan.profiles.length, dirtyPercent })
    const routing = spoilLines(random, piece, drawn)
    if (isFair(piece, routing)) return routing
  }
  return null
}
