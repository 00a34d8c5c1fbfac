/**
 * What could be held of each invoice that was struck, and of the rules that go for all of them, and what speaks for it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { type SqlValue, toTypedCell } from '../../../data/values.ts'
import type { EntryColumn } from '../../worlds/stations/price-list-trade.ts'
import { dayOf } from '../../worlds/time.ts'
import type { CellState, Component, Constraint, Hypotheses, Option } from '../hypotheses.ts'
import {
  type Books,
  booksUnder,
  correctionCells,
  lineCells,
  rightUnderstanding,
  type Understanding,
  writtenBy,
} from './books.ts'
import type { Names } from './names.ts'
import { asItIs, inPlace, type Reading, readings, settled, suspects, truthOf } from './readings.ts'
import type { Invoice, Story } from './story.ts'

const componentId = ({ id }: Invoice): string => `invoice ${id}`

/** Choices for the whole database; the first of each is that of the house. */
interface Policies {
  readonly 'agreed prices': readonly Understanding['agreed'][]
  readonly rounding: readonly Understanding['rounding'][]
  readonly 'too little': readonly Understanding['under'][]
  readonly sign: readonly ['as before', 'the other way round']
}
type Policy = keyof Policies

function policiesOf({ rule }: Story): Policies {
  const first = <T extends string>(own: T, ...all: T[]): T[] => [own, ...all.filter((other) => other !== own)]
  return {
    'agreed prices': first<Understanding['agreed']>(rule.agreed, 'always', 'if lower', 'never'),
    rounding: first<Understanding['rounding']>(rule.rounding, 'nearest', 'down'),
    'too little': first<Understanding['under']>(rule.correction.under, 'charged', 'waived', 'waived if closed'),
    sign: ['as before', 'the other way round'],
  }
}

/** What choices come to. What is not chosen is as in the target. */
function understand(story: Story, choices: ReadonlyMap<string, string>): Understanding {
  const { readingOf, ...right } = rightUnderstanding(story)
  const policy = <Name extends Policy>(name: Name): Policies[Name][number] =>
    (choices.get(name) ?? policiesOf(story)[name][0]) as Policies[Name][number]
  const known = new Map(suspects(story).map((invoice) => [invoice.id, invoice]))
  return {
    ...right,
    agreed: policy('agreed prices'),
    rounding: policy('rounding'),
    under: policy('too little'),
    isFlipped: policy('sign') === 'the other way round',
    readingOf: (invoice) => {
      const own = known.get(invoice.id)
      const chosen = own === undefined ? undefined : choices.get(componentId(own))
      return chosen === undefined ? readingOf(invoice) : settled(invoice, chosen as Reading)
    },
  }
}

/** Cells of entries that an understanding writes, of some invoices. */
function cellsOf(story: Story, names: Names, understanding: Understanding, invoices: readonly Invoice[]): CellState[] {
  const { lines, differences } = writtenBy({ invoices }, understanding)
  const due = writtenBy({ invoices }, rightUnderstanding(story)).differences
  const { table, columns } = names.entries
  const cells = (key: string, own: Readonly<Record<string, SqlValue>>, left: readonly string[]): CellState[] =>
    Object.entries(own)
      .filter(([column]) => !left.includes(column))
      .map(([column, value]) => ({ table, key, column: columns[column as EntryColumn], value: toTypedCell(value) }))
  return invoices.flatMap((invoice) => {
    const amounts = differences.get(invoice.id)
    const correction =
      amounts === undefined
        ? []
        : cells(
            `correction of ${invoice.id}`,
            correctionCells(
              story,
              names,
              { id: 0, invoice, day: dayOf(story.season.asOf), amounts, reason: 'price' },
              understanding.isFlipped,
            ),
            // The key of a row that should be there is nobody's to know; one that should not is there with its key.
            due.has(invoice.id) ? ['id'] : [],
          )
    return [
      ...invoice.lines.flatMap((line) =>
        cells(String(line.id), lineCells(names, invoice, lines.get(line.id) ?? line), []),
      ),
      ...correction,
    ]
  })
}

function componentsOf(story: Story, names: Names): Component[] {
  const own = suspects(story).map((invoice): Component => {
    const right = rightUnderstanding(story)
    const options = readings.map((reading): Option => ({
      id: reading,
      state: cellsOf(story, names, { ...right, readingOf: () => settled(invoice, reading) }, [invoice]),
    }))
    const kind = invoice.isCorrected ? 'corrected' : !invoice.isWrong ? 'right' : invoice.isDraft ? 'draft' : 'out'
    return { id: componentId(invoice), global: false, kind, options, truth: truthOf(invoice) }
  })
  const all = suspects(story)
  const policies = Object.entries(policiesOf(story)).map(([id, options]: [string, readonly string[]]): Component => ({
    ...{ id, global: true, kind: 'policy', truth: options[0] ?? '' },
    options: options.map((option) => ({
      id: option,
      state: cellsOf(story, names, understand(story, new Map([[id, option]])), all),
    })),
  }))
  return [...own, ...policies]
}

/** Which objects say what: ids of carriers, by level and plan. */
export interface Sources {
  /** Which day decides, by which clock. */
  readonly day: string
  readonly agreed: readonly string[]
  readonly rounding: string
  /** Drafts and invoices that are out, those that asked for too little, those that were corrected. */
  readonly policy: string
  /** Kind, sign and number of a correction. */
  readonly form: string
  /** Prices of an office. */
  readonly prices: (isOld: boolean) => readonly string[]
}

function constraintsOf(story: Story, sources: Sources): Constraint[] {
  const known = new Map(suspects(story).map((invoice) => [componentId(invoice), invoice]))
  const isOld = ({ site }: Invoice): boolean => story.oldSites.has(site.code)
  const forInvoices =
    (allows: (invoice: Invoice, reading: Reading) => boolean) =>
    ({ id }: Component, option: Option): boolean => {
      const invoice = known.get(id)
      return invoice === undefined || allows(invoice, option.id as Reading)
    }
  const systems = [...new Set(story.sites.map(({ code }) => story.oldSites.has(code)))]
  const prices = systems.flatMap((old): Constraint[] => [
    {
      ...{ form: 'option', id: `the list of the day that decides${old ? ' (old system)' : ''}` },
      carriers: [sources.day, ...sources.prices(old)],
      allows: forInvoices((invoice, reading) => {
        if (isOld(invoice) !== old || reading === asItIs) return true
        if (!invoice.isWrong) return false
        return settled(invoice, reading).version === invoice.version
      }),
    },
    {
      ...{ form: 'option', id: `what is priced by another day does not stay${old ? ' (old system)' : ''}` },
      carriers: [sources.day, ...sources.prices(old)],
      allows: forInvoices(
        (invoice, reading) => isOld(invoice) !== old || reading !== asItIs || !invoice.isWrong || invoice.isCorrected,
      ),
    },
  ])
  const ofPolicy = (policy: Policy, carriers: readonly string[]): Constraint => ({
    ...{ form: 'option', id: policy, carriers },
    allows: ({ id }, option) => id !== policy || option.id === policiesOf(story)[policy][0],
  })
  return [
    ...prices,
    {
      ...{ form: 'option', id: 'drafts are corrected in place, what is out by an entry', carriers: [sources.policy] },
      allows: forInvoices(({ isDraft }, reading) => reading === asItIs || reading.endsWith(inPlace) === isDraft),
    },
    {
      ...{ form: 'option', id: 'what has been corrected is done', carriers: [sources.policy] },
      allows: forInvoices(({ isCorrected }, reading) => !isCorrected || reading === asItIs),
    },
    ofPolicy('agreed prices', sources.agreed),
    ofPolicy('rounding', [sources.rounding]),
    ofPolicy('too little', [sources.policy]),
    ofPolicy('sign', [sources.form]),
  ]
}

export function hypothesesOf(
  story: Story,
  names: Names,
  input: { readonly sources: Sources; readonly build: (books: Books) => DatabaseSpec },
): Hypotheses {
  return {
    components: componentsOf(story, names),
    constraints: constraintsOf(story, input.sources),
    realise: (choices) => input.build(booksUnder(story, names, understand(story, choices))),
  }
}
