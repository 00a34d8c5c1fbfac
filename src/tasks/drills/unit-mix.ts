import type { Random } from '../../kit/random.ts'
import type { SqlValue } from '../../data/values.ts'
import { defineColumnFamily } from './blocks/column-family.ts'
import type { AnnexTable, ColumnPlan, Look, PlanContext } from './blocks/column-plan.ts'
import { literal, type CellSql, type ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { PlannedColumn } from './blocks/scene.ts'
import { textOf, type ViewRow } from './blocks/table-view.ts'
import type { Measured, WorldTable } from './trades/world.ts'
import type { Family } from './family.ts'

type Kind = Measured['kind']

/** What one of each unit is in the first of its kind, as fractions of whole numbers: definitions, not measurements. */
const definitions: Readonly<Record<Kind, Readonly<Record<string, readonly [over: bigint, under: bigint]>>>> = {
  weight: {
    kg: [1n, 1n],
    lb: [45_359_237n, 10n ** 8n],
    oz: [45_359_237n, 16n * 10n ** 8n],
    st: [635_029_318n, 10n ** 8n],
  },
  length: { m: [1n, 1n], ft: [3_048n, 10_000n], yd: [9_144n, 10_000n], ftm: [18_288n, 10_000n] },
  volume: {
    l: [1n, 1n],
    pt: [473_176_473n, 10n ** 9n],
    qt: [946_352_946n, 10n ** 9n],
    gal: [3_785_411_784n, 10n ** 9n],
  },
  data: { GB: [1n, 1n], GiB: [2n ** 30n, 10n ** 9n], Gbit: [1n, 8n], Gibit: [2n ** 27n, 10n ** 9n] },
}

/** Words that say what was counted; nothing converts them. */
const counts = ['pcs', 'sets', 'rolls', 'trays', 'boxes', 'bundles'] as const

/** One `given` is over/under `into`. */
interface Factor {
  readonly given: string
  readonly into: string
  readonly over: number
  readonly under: number
}

const divisor = (left: bigint, right: bigint): bigint => (right === 0n ? left : divisor(right, left % right))

/** From each unit of a kind into each other. */
function factorsOf(kind: Kind): Factor[] {
  const units = Object.entries(definitions[kind])
  return units.flatMap(([given, [ownOver, ownUnder]]) =>
    units
      .filter(([into]) => into !== given)
      .map(([into, [over, under]]) => {
        const [high, low] = [ownOver * under, ownUnder * over]
        const common = divisor(high, low)
        return { given, into, over: Number(high / common), under: Number(low / common) }
      }),
  )
}

/** To the nearest whole number. */
function convert(amount: number, { over, under }: Factor): number {
  const [high, low] = [BigInt(amount) * BigInt(over), BigInt(under)]
  return Number((2n * high + low) / (2n * low))
}

/** Whether every factor leads far enough from half-way between two whole numbers for any arithmetic to agree. */
function isClear(amount: number, factors: readonly Factor[]): boolean {
  return factors.every(({ over, under }) => {
    const rest = (BigInt(amount) * BigInt(over)) % BigInt(under)
    const off = 2n * rest - BigInt(under)
    return 100n * (off < 0n ? -off : off) >= BigInt(under)
  })
}

function drawAmount(random: Random, factors: readonly Factor[]): number {
  for (;;) {
    const amount = random.percent(60) ? random.int(20_000, 120_000) : random.int(20_000, 900_000)
    const rounded = random.percent(35) ? amount - (amount % 500) : amount
    if (isClear(rounded, factors)) return rounded
  }
}

const assumed: Setting = {
  name: 'if_none',
  templates: ['amounts without a unit are in {}', '{} is meant where no unit is given', 'what names no unit is in {}'],
}
const kept: Setting = {
  name: 'kept_in',
  templates: ['lines are kept in {}', '{} is the unit to keep them in', 'they are to stand in {}'],
}

/** Both amounts of the table and their unit. */
function plantedIn({ measured }: WorldTable): PlannedColumn[] {
  if (measured === undefined) return []
  return [
    { name: 'first', words: measured.first, type: 'INTEGER', nullable: true },
    { name: 'second', words: measured.second, type: 'INTEGER', nullable: true },
    {
      name: 'unit',
      words: ['unit', 'unit of measure', 'measured in', 'uom', 'amount unit'],
      type: 'TEXT',
      nullable: true,
      meaning: 'unit of the amounts',
    },
  ]
}

/** The name of the table of factors inside the scene. */
const table = 'factors'

function factorTable(random: Random, kind: Kind, factors: readonly Factor[]): AnnexTable {
  const others = (Object.keys(definitions) as Kind[]).filter((other) => other !== kind)
  const foreign = random.sample(factorsOf(random.pick(others)), random.int(3, 6))
  const start = random.int(1, 70)
  return {
    name: table,
    words: ['conversions', 'conversion table', 'unit factors', 'ratios', 'equivalents', 'measures'],
    meaning: 'what one of a unit is in another',
    columns: [
      { name: 'id', words: ['id', 'no', 'line'], type: 'INTEGER', meaning: 'number of the entry' },
      {
        name: 'given',
        words: ['given unit', 'from unit', 'source unit', 'one of'],
        type: 'TEXT',
        meaning: 'unit to convert from',
      },
      {
        name: 'into',
        words: ['target unit', 'to unit', 'into unit', 'result unit'],
        type: 'TEXT',
        meaning: 'unit to convert into',
      },
      { name: 'over', words: ['numerator', 'multiply by', 'times', 'upper'], type: 'INTEGER', meaning: 'numerator' },
      {
        name: 'under',
        words: ['denominator', 'divide by', 'divisor', 'lower'],
        type: 'INTEGER',
        meaning: 'denominator',
      },
    ],
    rows: random.shuffle([...factors, ...foreign]).map((factor, index) => ({ id: start + 2 * index, ...factor })),
  }
}

/** The factor that a reader finds in the database. */
function factorIn(look: Look, given: string, into: string): Factor | undefined {
  const entry = look(table).find((candidate) => candidate['given'] === given && candidate['into'] === into)
  return entry && { given, into, over: Number(entry['over']), under: Number(entry['under']) }
}

function readAmount(amount: SqlValue, params: Params, { unit }: ViewRow, look: Look): SqlValue {
  if (typeof amount !== 'number') return amount
  const factor = factorIn(look, textOf(unit ?? params['if_none']), params['kept_in'] ?? '')
  return factor === undefined ? amount : convert(amount, factor)
}

function readUnit({ first, unit = null }: ViewRow, params: Params, look: Look): SqlValue {
  if (first === null) return unit
  const factor = factorIn(look, textOf(unit ?? params['if_none']), params['kept_in'] ?? '')
  return factor === undefined ? unit : (params['kept_in'] ?? null)
}

function plan({ random, world, place }: PlanContext): ColumnPlan {
  const kind = world.tables.find(({ name }) => name === place.table)?.measured?.kind ?? 'weight'
  const factors = factorsOf(kind)
  const units = random.shuffle(Object.keys(definitions[kind]))
  const words = random.sample(counts, 2)
  const keptUnits = units.slice(0, 3)
  const profiles = keptUnits.map((unit): Params => ({
    if_none: random.pick(units.filter((other) => other !== unit)),
    kept_in: unit,
  }))
  const rule = (profile: number): { readonly assumed: string; readonly kept: string } => ({
    assumed: profiles[profile]?.['if_none'] ?? '',
    kept: profiles[profile]?.['kept_in'] ?? '',
  })
  const drawCells = (draws: Random, dirty: boolean): { unit: SqlValue; second: SqlValue } => {
    const second = drawAmount(draws, factors)
    if (dirty) return { unit: draws.percent(58) ? null : draws.pick(units), second }
    // Of lines that are right, each unit is about as frequent as it is among those that are not.
    const chance = draws.int(1, 100)
    if (chance <= 22) return { unit: draws.percent(50) ? null : draws.pick([...units, ...words]), second: null }
    return { unit: chance <= 52 ? draws.pick(keptUnits) : draws.pick(words), second }
  }

  const given = (cell: CellSql, profile: number): string =>
    `coalesce(${cell.column('unit')}, ${literal(rule(profile).assumed)})`
  /** The amount by the entry of the table, and itself where there is none. */
  const byTable =
    (sum: (amount: string, over: string, under: string) => string, isTurned = false): ConvertSql =>
    (cell, profile) => {
      const column = (name: string): string => `ratio.${cell.columnOf(table, name)}`
      const [from, into] = isTurned ? ['into', 'given'] : ['given', 'into']
      return `coalesce((SELECT ${sum(cell.value, column('over'), column('under'))} FROM ${cell.table(table)} AS ratio
        WHERE ${column(from)} = ${given(cell, profile)} AND ${column(into)} = ${literal(rule(profile).kept)}), ${cell.value})`
    }
  const nearest = byTable((amount, over, under) => `(2 * ${amount} * ${over} + ${under}) / (2 * ${under})`)
  const written: ConvertSql = (cell, profile) => {
    const cases = factors
      .filter(({ into }) => into === rule(profile).kept)
      .map(
        (factor) =>
          `WHEN ${literal(factor.given)} THEN (${cell.value} * ${factor.over} + ${Math.floor(factor.under / 2)}) / ${factor.under}`,
      )
    return `CASE ${given(cell, profile)} ${cases.join(' ')} ELSE ${cell.value} END`
  }
  const unitByTable: ConvertSql = (cell, profile) =>
    `iif(${cell.column('first')} IS NOT NULL AND ${given(cell, profile)} IN (SELECT ratio.${cell.columnOf(table, 'given')}
       FROM ${cell.table(table)} AS ratio WHERE ratio.${cell.columnOf(table, 'into')} = ${literal(rule(profile).kept)}),
       ${literal(rule(profile).kept)}, ${cell.value})`
  const unitWritten: ConvertSql = (cell, profile) =>
    `CASE WHEN ${cell.column('first')} IS NULL OR ${cell.value} NOT IN (${units.map(literal).join(', ')})
       THEN ${cell.value} ELSE ${literal(rule(profile).kept)} END`
  const unitWithAmounts: ConvertSql = (cell, profile) =>
    `iif(${cell.column('first')} IS NULL, ${cell.value}, ${literal(rule(profile).kept)})`
  const unitWithoutAmounts: ConvertSql = (cell, profile) =>
    `iif(${cell.column('first')} IS NULL, ${literal(rule(profile).kept)}, ${unitByTable(cell, profile)})`
  const same: ConvertSql = ({ value }) => value

  return {
    profiles,
    settings: [assumed, kept],
    beside: {
      draw: drawCells,
      columns: [
        { name: 'second', read: (row, params, look) => readAmount(row['second'] ?? null, params, row, look) },
        { name: 'unit', read: readUnit, convert: [unitByTable, unitWritten] },
      ],
    },
    spoil: (draws, { unit }, params) => {
      const found = drawAmount(draws, factors)
      const from = textOf(unit ?? params['if_none'])
      const factor = factors.find((candidate) => candidate.given === from && candidate.into === params['kept_in'])
      // The same where the unit is the one to keep: then another unit is drawn.
      return { right: factor === undefined ? found : convert(found, factor), found }
    },
    settle: (draws, { second }) => (second === null ? null : drawAmount(draws, factors)),
    read: readAmount,
    convert: [nearest, written],
    statements: [
      {
        topic: 'amounts',
        text: `{row.first} and {row.second} are whole thousandths of the unit in {row.unit}, before and after: 1500 with
          '${units[0] ?? ''}' is one and a half ${units[0] ?? ''}. What a rule says about {column} holds for {row.second} and {row.unit} of the same line too.`,
      },
      {
        topic: 'units to keep',
        text: `The rule of a line names the unit in which its amounts are kept. Amounts in another unit of {${table}} are
          converted into it, and then {row.unit} is rewritten to it. A line that is in this unit already is right and
          stays, whoever sent it.`,
      },
      {
        topic: 'no unit',
        text: `Where {row.unit} is NULL and there are amounts, they are in the unit that the rule of the line names for that
          case.`,
      },
      {
        topic: 'converting',
        text: `One {${table}.given} is {${table}.over} / {${table}.under} of a {${table}.into}: an amount is multiplied by the one and
          divided by the other, in one step from the unit it is in to the one to keep, and rounded once, to the nearest
          whole thousandth. No amount comes to lie half-way between two. Units are compared character by character.`,
      },
      {
        topic: 'other words',
        text: `Where {row.unit} holds a word from which no entry of {${table}} leads into the unit to keep, something was
          counted: amounts and word stay as they are.`,
      },
      {
        topic: 'lines without amounts',
        text: `A line has both amounts or none. A line without amounts stays as it is, its {row.unit} included, whether that is NULL or not.`,
      },
    ],
    annex: [factorTable(random, kind, factors)],
    questions: [
      {
        name: 'amounts without a unit',
        topic: 'no unit',
        raised: ({ value, row }) => value !== null && row['unit'] === null,
        other: (cell, profile) => `iif(${cell.column('unit')} IS NULL, ${cell.value}, ${nearest(cell, profile)})`,
      },
      {
        name: 'rounding',
        topic: 'converting',
        raised: ({ value, params, row }, look) => {
          const factor = factorIn(look, textOf(row['unit'] ?? params['if_none']), params['kept_in'] ?? '')
          if (factor === undefined || typeof value !== 'number') return false
          return convert(value, factor) > Math.floor((value * factor.over) / factor.under)
        },
        other: byTable((amount, over, under) => `${amount} * ${over} / ${under}`),
      },
      {
        name: 'whether the unit is rewritten',
        topic: 'units to keep',
        raised: ({ value, params, row }, look) => value !== null && readUnit(row, params, look) !== row['unit'],
        other: nearest,
        beside: { unit: same },
      },
      {
        name: 'words that nothing converts',
        topic: 'other words',
        raised: ({ value, row }) => value !== null && words.some((word) => word === row['unit']),
        other: nearest,
        beside: { unit: unitWithAmounts },
      },
      {
        name: 'a unit without amounts',
        topic: 'lines without amounts',
        raised: ({ value, params, row }) => value === null && row['unit'] !== params['kept_in'],
        other: nearest,
        beside: { unit: unitWithoutAmounts },
      },
    ],
    exclusions: [
      {
        name: 'amounts half-way between two whole numbers',
        holds: (lines) =>
          lines.every(({ value, row }) =>
            [value, row['second']].every((amount) => typeof amount !== 'number' || isClear(amount, factors)),
          ),
      },
      {
        name: 'amounts that are not whole, or below 0',
        holds: (lines) =>
          lines.every(({ value, row }) =>
            [value, row['second']].every(
              (amount) => amount === null || (Number.isSafeInteger(amount) && Number(amount) >= 0),
            ),
          ),
      },
      {
        name: 'one amount without the other',
        holds: (lines) => lines.every(({ value, row }) => (value === null) === (row['second'] === null)),
      },
      {
        name: 'units that differ in capitals or blanks only, and empty ones',
        holds: (lines) => {
          const found = new Set(lines.flatMap(({ row: { unit } }) => (typeof unit === 'string' ? [unit] : [])))
          const folded = new Set([...found, ...units].map((unit) => unit.trim().toLowerCase()))
          return folded.size === new Set([...found, ...units]).size && !folded.has('')
        },
      },
      {
        name: 'a rule that converts a unit into itself',
        holds: (lines) => lines.every(({ params }) => params['if_none'] !== params['kept_in']),
      },
    ],
    temptations: [
      { name: 'units rewritten, amounts left', convert: same },
      {
        name: 'factors upside down',
        convert: byTable((amount, over, under) => `${amount} * ${over} / ${under}`, true),
      },
    ],
  }
}

/** Amounts in the units of whoever sent them. */
export const unitMix: Family = defineColumnFamily({
  id: 'unit_mix',
  version: 1,
  dimension: 'units',
  summary:
    'Convert two amounts and their unit into the unit to keep, by whole-number fractions and the default of the feed.',
  jargon:
    /\b(units?|convert\w*|conversions?|factors?|ratios?|kg|lb|oz|kilos?|pounds?|ounces?|stones?|m|ft|feet|metres?|yards?|l|gal|pints?|gallons?|litres?|GB|GiB|thousandths?|round\w*)\b/i,
  fits: () => false,
  plants: plantedIn,
  plan,
  complaints: [
    'In {table} every sender gives {column} in a unit of its own, and some name none.',
    'The amounts in {column} of {table} stand in a mixture of units.',
    'Nobody can add up {column} of {table}: the units differ from line to line.',
    'Half of {table} has its {column} in units that we do not use.',
  ],
  symptoms: [
    'The sums over the {many} are far off, and nobody can say in which direction.',
    'One of the {many} seems to be thirty times as much as it can be.',
    'What the {many} add up to has nothing to do with what was seen at the gate.',
    'The carrier and we come to different figures for the same {many}.',
    'The averages of the {many} differ wildly from sender to sender.',
    'Limits that were never reached are broken by half of the {many} on paper.',
    'The bill for the {many} was worked out from figures that cannot be compared.',
    'Two clerks measured the same {many} and entered figures that do not agree.',
  ],
})
