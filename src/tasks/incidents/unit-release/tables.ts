/**
 * The tables of an instance: weighings and what is added up from them, and the traces beside them.
 *
 * @module
 */
import type { TableSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import { buildTable } from '../../worlds/build-table.ts'
import type { Sitting } from '../../worlds/stations/client-app.ts'
import { dayOf, minuteOf, sayDay, sayMinute } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import { oldTables } from './old-app.ts'
import { seenValues, type Values } from './settle.ts'
import type { Story } from './story.ts'
import { addUp, addUpMonths } from './totals.ts'

const text = 'TEXT NOT NULL'
const whole = 'INTEGER NOT NULL'
const key = 'INTEGER PRIMARY KEY'

/** The tables that may have to change. @param values of weighings that are not as they stand; null: all are */
export function gradedTables(
  random: Random,
  story: Story,
  names: Names,
  values: ReadonlyMap<number, Values> | null,
): TableSpec[] {
  const { level, weighings, asOf } = story
  const { words } = names
  const table = buildTable(random, names.weighings, {
    columns: [
      { column: 'id', type: key },
      { column: 'ref', type: text },
      { column: 'kind', type: text },
      { column: 'handset', type: text },
      { column: 'takenAt', type: text },
      { column: 'entry', type: text, comment: `${words.scale}: read from the scale; ${words.keyed}: typed in` },
      { column: 'weight', type: whole },
      { column: 'band', type: text },
      { column: 'invoice', type: 'INTEGER' },
      { column: 'sentAt', type: text },
      { column: 'sentBy', type: text, comment: 'version of the app that uploaded it' },
    ],
    rows: weighings.map((own) => ({
      ...{ id: own.id, ref: own.ref, kind: own.kind, handset: own.handset.code, takenAt: sayMinute(own.takenAt) },
      ...{ entry: own.isKeyed ? words.keyed : words.scale, invoice: own.invoice?.number ?? null },
      ...{ sentAt: sayMinute(own.sentAt), sentBy: own.sentBy },
      ...(values?.get(own.id) ?? seenValues(story, own)),
    })),
  })
  if (level <= 2) return [table]
  const days = addUp(story, values)
  const builtAt = sayMinute(minuteOf(dayOf(asOf), 4, (asOf % 47) + 3))
  const byDay = buildTable(random, names.days, {
    columns: [
      { column: 'site', type: text },
      { column: 'day', type: text },
      { column: 'weighings', type: whole },
      { column: 'weight', type: whole },
      { column: 'charges', type: whole },
      { column: 'builtAt', type: text },
    ],
    rows: days.map((own) => ({ ...own, day: sayDay(own.day), builtAt })),
    constraint: `PRIMARY KEY (${names.days.columns.site}, ${names.days.columns.day})`,
  })
  if (level < 5) return [table, byDay]
  const byMonth = buildTable(random, names.months, {
    columns: [
      { column: 'site', type: text },
      { column: 'month', type: text },
      { column: 'weighings', type: whole },
      { column: 'weight', type: whole },
      { column: 'charges', type: whole },
    ],
    rows: addUpMonths(days).map((own) => ({ ...own })),
    constraint: `PRIMARY KEY (${names.months.columns.site}, ${names.months.columns.month})`,
  })
  return [table, byDay, byMonth]
}

/** Handsets, who was signed in when, rates, invoices: the same before and after. */
export function traceTables(random: Random, story: Story, names: Names): TableSpec[] {
  const { handsets, models, sites, invoices, trade, plan, checks, boxReadings } = story
  const { words } = names
  const list = [
    buildTable(random, names.handsets, {
      columns: [
        { column: 'code', type: 'TEXT PRIMARY KEY' },
        { column: 'site', type: text },
        { column: 'model', type: text },
        { column: 'since', type: text },
      ],
      rows: handsets.map((own) => ({ ...own, since: sayDay(own.since) })),
    }),
    buildTable(random, names.models, {
      columns: [
        { column: 'name', type: 'TEXT PRIMARY KEY' },
        { column: 'capacity', type: whole },
      ],
      rows: models.map(({ name, capacity }) => ({ name, capacity })),
    }),
    buildTable(random, names.sites, {
      columns: [
        { column: 'code', type: 'TEXT PRIMARY KEY' },
        { column: 'name', type: text },
      ],
      rows: sites.map(({ code, name }) => ({ code, name })),
    }),
    buildTable(random, names.bands, {
      columns: [
        { column: 'code', type: 'TEXT PRIMARY KEY' },
        { column: 'upTo', type: whole, comment: 'grams, this weight included' },
        { column: 'price', type: whole },
      ],
      rows: trade.steps.map((own) => ({ ...own })),
    }),
    buildTable(random, names.invoices, {
      columns: [
        { column: 'number', type: key },
        { column: 'madeOn', type: text },
        { column: 'status', type: text },
      ],
      rows: invoices.map(({ number, madeOn, isSent }) => ({
        ...{ number, madeOn: sayDay(madeOn), status: isSent ? words.sent : words.draft },
      })),
    }),
    plan === 'events' ? eventTable(random, story, names) : sessionTable(random, story, names),
  ]
  if (story.swaps.length > 0)
    list.push(
      buildTable(random, names.swaps, {
        columns: [
          { column: 'id', type: key },
          { column: 'handset', type: text },
          { column: 'since', type: text },
          { column: 'former', type: text },
          { column: 'model', type: text },
        ],
        rows: swapRows(random, story),
      }),
    )
  if (plan === 'two programs') list.push(...oldTables(random, story, names.old))
  if (checks.length > 0)
    list.push(
      buildTable(random, names.checks, {
        columns: [
          { column: 'id', type: key },
          { column: 'handset', type: text },
          { column: 'at', type: text },
          { column: 'nominal', type: whole },
          { column: 'shown', type: whole },
        ],
        rows: numbered(random, checks),
        comment: 'a test weight put on the scale at sign-in, and what the app showed',
      }),
    )
  if (boxReadings.length > 0)
    list.push(
      buildTable(random, names.boxReadings, {
        columns: [
          { column: 'id', type: key },
          { column: 'box', type: text },
          { column: 'handset', type: text },
          { column: 'at', type: text },
          { column: 'shown', type: whole },
        ],
        rows: numbered(random, boxReadings),
        comment: `empty ${trade.nouns.boxes} that came back, and what the app showed`,
      }),
    )
  return list
}

function swapRows(
  random: Random,
  { swaps }: Story,
): Record<'handset' | 'since' | 'former' | 'model' | 'id', string | number>[] {
  let id = random.int(20, 90)
  return swaps
    .toSorted((left, right) => left.day - right.day)
    .map(({ handset, day, former, model }) => ({
      ...{ id: (id += random.int(1, 3)), handset, since: sayDay(day), former: former.name, model: model.name },
    }))
}

/** Ids in the order of time. */
function numbered<T extends { readonly at: number }>(
  random: Random,
  list: readonly T[],
): (Omit<T, 'at'> & { readonly id: number; readonly at: string })[] {
  let id = random.int(100, 800)
  return list
    .toSorted((left, right) => left.at - right.at)
    .map((own) => ({ ...own, id: (id += random.int(1, 3)), at: sayMinute(own.at) }))
}

/** Sign-ins of which a record arrived, of handsets with the new program. */
const recorded = ({ sittings, oldOnes }: Story): Sitting[] =>
  [...sittings].flatMap(([code, list]) => (oldOnes.has(code) ? [] : list.filter(({ isLost }) => !isLost)))

function sessionTable(random: Random, story: Story, names: Names): TableSpec {
  let id = random.int(500, 4000)
  return buildTable(random, names.sessions, {
    columns: [
      { column: 'id', type: key },
      { column: 'handset', type: text },
      { column: 'from', type: text },
      { column: 'until', type: text },
      { column: 'version', type: text },
      { column: 'user', type: text },
    ],
    rows: recorded(story)
      .toSorted((left, right) => left.until - right.until)
      .map((own) => ({
        ...{ id: (id += random.int(1, 2)), handset: own.handset, version: own.version, user: own.user },
        ...{ from: sayMinute(own.from), until: sayMinute(own.until) },
      })),
  })
}

function eventTable(random: Random, story: Story, names: Names): TableSpec {
  const { words } = names
  const drafts = recorded(story).flatMap(({ handset, from, until, version, user }) => {
    const random10 = random.int(10, 99)
    const other = { handset, at: from + random.int(2, 90), kind: random.pick(words.others), payload: { level: random10 } } // prettier-ignore
    return [
      { handset, at: from, kind: words.signIn, payload: { user, [words.versionField]: version } },
      ...(random.percent(40) ? [other] : []),
      { handset, at: until, kind: words.signOut, payload: { user } },
    ]
  })
  return buildTable(random, names.events, {
    columns: [
      { column: 'id', type: key },
      { column: 'handset', type: text },
      { column: 'at', type: text },
      { column: 'kind', type: text },
      { column: 'payload', type: text, comment: 'JSON' },
    ],
    rows: numbered(random, drafts).map(({ payload, ...own }) => ({ ...own, payload: JSON.stringify(payload) })),
  })
}
