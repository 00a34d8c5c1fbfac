/** `stayed_signed_in`: one till did not notice when the shifts changed, so all sales of a day stand under whoever came first. */
import type { DatabaseSpec } from '../../../../src/data/content.ts'
import type { GradedPart } from '../../../../src/grading/graded-table.ts'
import type { Repair } from '../../../../src/tasks/define-task.ts'
import { acceptsReading } from '../../../../src/tasks/incidents/accepts.ts'
import type { Incident } from '../../../../src/tasks/incidents/incident.ts'
import { sayDay } from '../../../../src/tasks/worlds/time.ts'
import { build, drawBusiness, namesOf, salesADay, type Entry } from './business.ts'
import { drawSymptom, hypothesesOf, invariantsOf } from './evidence.ts'
import { byLastBegun, byShift, readDue, wrongRepairs } from './repairs.ts'
import { writeTicket } from './ticket.ts'

/** Some sales stand under the wrong name. */
export const stayedSignedIn: Incident = {
  id: 'stayed_signed_in',
  version: 1,
  dimension: 'attribution',
  summary: 'Put sales under whoever really had the till, after a till kept its first sign-in of the day.',
  station: 'manual_tool',
  needs: [],
  mechanism: 'A till does not ask for a new sign-in when the shift changes.',
  scopes: ['one till between two days'],
  plans: [
    { id: 'roster', summary: 'the plan of shifts says who had the till', operation: 'join by time', levels: [1] },
  ],
  levels: [1],
  policies: [],
  closures: [
    'a stand-in worked instead of the planned one',
    'refunds stay',
    'a turn ends before the minute in ends_at',
  ],
  priors: ['whoever is there most', 'whoever was there at that hour before', 'whoever was at the next till'],
  partials: ['refunds as well', 'stand-ins overlooked'],
  jargon: /\b(session|login|attribution)\b/i,

  sketch: (random) => {
    const [length, refunds] = [random.int(0, 3), random.int(0, 3)]
    const days = 4 + 2 * length
    const choices = days * (salesADay + 2 + refunds)
    const knobs = { choices, readings: 5, carriers: 2, filler: 0, layers: 0, days }
    return { plan: 'roster', knobs, difficulty: (4 * length + refunds) / 100 }
  },

  generate: (random, options) => {
    const business = drawBusiness(random, options)
    const { till, struck, entries } = business
    const names = namesOf(random, options)
    const where = { names, till, first: sayDay(struck[0] ?? 0), last: sayDay(struck.at(-1) ?? 0) }
    const state = (clerkOf: (entry: Entry) => string): DatabaseSpec => build(business, names, clerkOf, random)
    const [seed, target] = [state(({ signedIn }) => signedIn), state(({ clerk }) => clerk)]
    const seen = drawSymptom(random, business, names)
    const goal = writeTicket(random, where, seen)
    const parts: GradedPart[] = [
      {
        ...{ name: 'entries', kind: 'core', weight: 1 },
        tables: [
          { name: names.table, key: [names.columns.id] },
          { name: 'shift', key: ['till', 'begins_at'] },
          { name: 'article', key: ['code'] },
        ],
      },
    ]
    const oracles: [Repair, Repair] = [
      { name: 'join by time', queries: byShift(where) },
      { name: 'last shift begun', queries: byLastBegun(where) },
    ]
    const wrong = wrongRepairs(where)
    return {
      ...{ incident: 'stayed_signed_in', world: options.world.id, level: options.level, sketch: options.sketch },
      ...{ goal, asOf: `${sayDay((struck.at(-1) ?? 0) + 10)} 09:00:00`, seed, target, parts, oracles, naive: wrong },
      stepLimit: 16,
      accepts: acceptsReading(
        parts.flatMap(({ tables }) => tables),
        (content) => readDue(content, where),
      ),
      proof: () => ({
        carriers: [
          { id: 'ticket', weight: 'essential', says: 'which till and days, and every rule', shelves: [] },
          { id: 'shifts', weight: 'essential', says: 'who had which till when', shelves: [{ table: 'shift' }] },
        ],
        hypotheses: hypothesesOf(business, names, (choices) =>
          state(({ id, clerk }) => choices.get(String(id)) ?? clerk),
        ),
        symptoms: [seen.symptom],
        invariants: invariantsOf(names, business, options),
        relations: [{ child: names.table, column: names.columns.core, parent: 'article', key: 'code' }],
        scope: entries
          .filter(({ clerk, signedIn }) => clerk !== signedIn)
          .map(({ id }) => ({ table: names.table, key: [id] })),
        selectors: [],
        wrong,
        prose: [
          {
            ...{ voice: 'ticket', text: goal, bearing: true },
            blanks: [
              till,
              where.first,
              where.last,
              seen.who,
              seen.day,
              seen.hour,
              String(seen.count),
              names.table,
              names.columns.operator,
            ],
          },
        ],
        policies: [],
      }),
    }
  },
}
