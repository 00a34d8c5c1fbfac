/** What whoever noticed it writes. */
import type { Random } from '../../../../src/kit/random.ts'
import type { drawSymptom } from './evidence.ts'
import type { Where } from './repairs.ts'

/** The ticket, each of its sentences in one of four wordings. */
export function writeTicket(
  random: Random,
  { till, names: { table, columns }, first, last }: Where,
  seen: ReturnType<typeof drawSymptom>,
) {
  const { who, day, hour, count } = seen
  const noticed = random.pick([
    `${who} went home at ${hour} on ${day}, and yet ${count} sales after that hour carry that name.`,
    `On ${day} there are ${count} sales under ${who} from ${hour} on, when ${who} was no longer in the house.`,
    `${count} sales of ${day} are booked on ${who} although ${who} left us at ${hour}.`,
    `I found ${count} sales that ${who} should have made after ${hour} on ${day}. That cannot be: ${who} had left by then.`,
  ])
  const happened = random.pick([
    `The till called ${till} never asked for a new sign-in from ${first} to ${last}, both days included.`,
    `Between ${first} and ${last}, first and last day included, nobody could sign in again at the till ${till} once the day had begun.`,
    `It is the till ${till}: from the morning of ${first} to the evening of ${last} it kept whoever signed in first.`,
    `What went wrong: the till ${till} held on to its first sign-in of each day, from ${first} through ${last}.`,
  ])
  const rule = random.pick([
    `Please set \`${columns.operator}\` in \`${table}\` for those sales to the person who had the till at that minute by the table \`shift\`.`,
    `Each of those sales in \`${table}\` needs in \`${columns.operator}\` whoever was on duty at that till then; \`shift\` has the plan.`,
    `For the sales of that till and time, \`${columns.operator}\` in \`${table}\` has to name the one whose turn in \`shift\` they fall into.`,
    `Go by \`shift\`: whose turn it was at that till when a sale was made is to stand in \`${columns.operator}\` of \`${table}\`.`,
  ])
  const standIns = random.pick([
    'Where `stand_in` is filled, that person came and not the planned one.',
    'A name in `stand_in` means that this colleague really came instead of the planned one.',
    'If somebody swapped, `stand_in` holds who actually worked, and `planned` does not count.',
    'Mind the swaps: with a `stand_in` given, the planned person stayed away and the other did the work.',
  ])
  const refunds = random.pick([
    'Refunds are right as they are: they are made with a key of their own.',
    'Leave every refund alone, since for those the supervisor uses a separate key.',
    'Nothing is wrong with refunds. A supervisor signs each of them with a personal key.',
    'Do not touch refunds, which the supervisor confirms by key and not by sign-in.',
  ])
  const edges = random.pick([
    'A turn goes from its first minute to the one before `ends_at`.',
    'The minute in `ends_at` belongs to the next turn already.',
    'At the very minute of `ends_at` the next person has the till.',
    'Whoever comes next has the till from the minute in `ends_at`.',
  ])
  return `${noticed} ${happened}

${rule} ${standIns} ${edges} ${refunds}

Leave everything else as it is. TEMP tables are welcome. Call finish_task when all is done.`
}
