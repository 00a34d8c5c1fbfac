/**
 * Who sent which line. A table has more senders than there are ways to write: each sender writes in one way, several
 * share one, and no way belongs to one of them alone. So a sender is a choice of its own, and the number of senders
 * tells nothing about their ways.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { drawSenderCodes } from './vocabulary.ts'

/** Drills are the first steps of a curriculum: at tier 1 the goal tells every rule, at tier 2 where they stand. */
export const tiers = [1, 2] as const
export type Tier = (typeof tiers)[number]

export interface Sender {
  readonly code: string
  /** The place of its way among those of the plan. */
  readonly profile: number
}

/** A row of the table to repair, by its place in the order of keys. */
export interface Line {
  readonly sender: string
  readonly profile: number
  /** Whether its cell is to be corrupted. */
  readonly dirty: boolean
}

export interface Routing {
  readonly senders: readonly Sender[]
  /** Codes of some who sent nothing. */
  readonly strangers: readonly string[]
  readonly lines: readonly Line[]
}

/** How many senders a table can have. */
export const senderCounts: readonly number[] = [7, 8, 9]

/** The most senders that one way may have: two fifths. */
const mostOf = (senders: number): number => Math.floor(senders * 0.4)

/**
 * Draws senders and the sender of each line: every way belongs to one sender at least and to two fifths of them at most,
 * and all send about as many lines.
 */
export function drawSenders(
  random: Random,
  request: { readonly lines: number; readonly profiles: number; readonly dirtyPercent: readonly [number, number] },
): Routing {
  const { lines: rows, profiles, dirtyPercent } = request
  const count = random.pick(senderCounts.filter((senders) => mostOf(senders) * profiles >= senders))
  const all = drawSenderCodes(random, count + 2)
  const [codes, strangers] = [all.slice(0, count), all.slice(count)]
  const most = mostOf(codes.length)
  const ways = Array.from({ length: profiles }, (_, profile) => profile)
  const drawn = [...ways]
  while (drawn.length < codes.length) {
    drawn.push(random.pick(ways.filter((way) => drawn.filter((own) => own === way).length < most)))
  }
  const shuffled = random.shuffle(drawn)
  const senders = codes.map((code, place): Sender => ({ code, profile: shuffled[place] ?? 0 }))
  const owners = random.shuffle(Array.from({ length: rows }, (_, place) => senders[place % senders.length] as Sender))
  const percent = random.int(...dirtyPercent)
  const flags = new Map(
    senders.map(({ code }) => {
      const own = owners.filter((owner) => owner.code === code).length
      const dirty = Math.round((own * percent) / 100)
      return [code, random.shuffle(Array.from({ length: own }, (_, place) => place < dirty))] as const
    }),
  )
  const lines = owners.map(({ code, profile }): Line => ({
    sender: code,
    profile,
    dirty: flags.get(code)?.pop() ?? false,
  }))
  return { senders, strangers, lines }
}
