/**
 * One answer, by enumeration, and every piece of evidence needed for it.
 *
 * @module
 */
import { asciiLower } from '../../kit/ascii-case.ts'
import type { Component, Option } from '../../tasks/incidents/hypotheses.ts'
import { constraintsWithout, enumerate, statesLeft, type Enumeration, type Remaining } from './enumerate.ts'
import { cellWorth, once, type Law, type LawSubject } from './law.ts'
import { contentOf } from './realise.ts'
import { distanceOf, stateOf } from './states.ts'

/** Without an essential carrier the answers left differ by this share of the score at least. */
const leastDifference = 0.1
/** Choices that confirming carriers settle by themselves, at most. */
const mostConfirmed = 0.3
/** Options whose database is built and compared with what they claim. */
const compared = 6

/** How many carriers an instance of a level needs. */
const leastEssential: Readonly<Record<number, number>> = { 1: 0, 2: 1, 3: 2, 4: 3, 5: 3 }

const truthOf = ({ options, truth }: Component): Option | undefined => options.find(({ id }) => id === truth)

/** A table's share of the score for so many of its cells. */
function worthOf(cells: ReadonlyMap<string, number>, worth: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [table, count] of cells) sum += count * (worth.get(asciiLower(table)) ?? 0)
  return sum
}

/** The largest difference of two states that are left of a component, as a share of the score. */
function spread(remaining: Remaining, worth: ReadonlyMap<string, number>): number {
  const states = statesLeft(remaining)
  let largest = 0
  for (const [place, left] of states.entries()) {
    for (const right of states.slice(place + 1)) largest = Math.max(largest, worthOf(distanceOf(left, right), worth))
  }
  return largest
}

/** All hypotheses that meet every constraint give the target. */
export const oneAnswer: Law = {
  name: 'one answer',
  says: 'all hypotheses that meet every constraint give one graded state, the target',
  check({ proof: { hypotheses } }, fail) {
    const { remaining, logHypotheses, problem } = enumerate(hypotheses, hypotheses.constraints)
    if (problem !== null) fail(problem)
    for (const own of remaining) {
      const states = statesLeft(own)
      const truth = truthOf(own.component)
      const { id } = own.component
      if (truth === undefined) fail(`${id}: its truth is none of its options`)
      else if (states.length === 0) fail(`${id}: no option meets every constraint`)
      else if (!states.some((state) => stateOf(state) === stateOf(truth)))
        fail(`${id}: the evidence rules out the target`)
      else if (states.length > 1) {
        fail(`${id}: ${states.length} states are left: ${states.map((option) => option.id).join(', ')}`)
      }
    }
    return {
      components: hypotheses.components.length,
      'decimal digits of hypotheses': Math.floor(logHypotheses / Math.LN10) + 1,
      'options left': remaining.reduce((sum, { options }) => sum + options.length, 0),
    }
  },
}

/** What options say of the database is what they make of it. */
export const faithfulHypotheses: Law = {
  name: 'faithful hypotheses',
  says: 'the database of an option differs from the target in the cells that the option names',
  check(subject, fail) {
    const { instance, proof } = subject
    const { hypotheses } = proof
    const target = instance.grader.grade(contentOf(subject, new Map()))
    if (!target.solved) fail('the choices that are true do not give the target')
    const wrongOptions = hypotheses.components.flatMap((component) => {
      const truth = truthOf(component)
      return truth === undefined ? [] : component.options.map((option) => ({ component, option, truth }))
    })
    const sample = subject.random('faithful hypotheses').sample(wrongOptions, compared)
    // Where rows are entered their keys are nobody's to know.
    const openKeys = new Set(
      subject.graded.flatMap(({ name, natural, key }) =>
        natural === undefined ? [] : [placeOf(name, '', key?.[0] ?? '')],
      ),
    )
    const isOpen = (table: string, column: string): boolean => openKeys.has(placeOf(table, '', column))
    const known = (option: Option): Option => ({
      ...option,
      state: option.state.filter(({ table, column }) => !isOpen(table, column)),
    })
    for (const { component, option, truth } of sample) {
      const { report } = instance.grader.grade(contentOf(subject, new Map([[component.id, option.id]])))
      const found = new Map<string, number>()
      for (const { table, column, missed, damaged, miscorrected } of report.columns) {
        if (isOpen(table, column)) continue
        const id = asciiLower(table)
        found.set(id, (found.get(id) ?? 0) + missed + damaged + miscorrected)
      }
      const named = new Set(component.options.flatMap(({ state }) => state.map(({ table }) => asciiLower(table))))
      const claimed = new Map(
        [...distanceOf(known(truth), known(option))].map(([table, count]) => [asciiLower(table), count]),
      )
      for (const table of new Set([...found.keys(), ...claimed.keys()])) {
        const [is, says] = [found.get(table) ?? 0, claimed.get(table) ?? 0]
        // What refers to rows, and what is computed from them, follows without being named.
        if (is === says || !named.has(table)) continue
        fail(`${component.id}, ${option.id}: differs from the target in ${is} cells of ${table}, not in ${says}`)
      }
    }
    return { compared: sample.length }
  },
}

/** What is left without one carrier; absent: with all of them. @throws TypeError when it cannot be settled */
function without(subject: LawSubject, carrier?: string): Enumeration {
  const { hypotheses } = subject.proof
  return once(subject, `without ${carrier ?? 'none'}`, () => {
    const found = enumerate(hypotheses, constraintsWithout(hypotheses, carrier))
    if (found.problem !== null) throw new TypeError(`without ${carrier ?? 'none'}: ${found.problem}`)
    return found
  })
}

/** What leaving out one carrier leaves: how far apart, and how many components are open. */
function ablate(subject: LawSubject, carrier: string): { readonly spread: number; readonly open: number } {
  const worth = cellWorth(subject)
  const { remaining } = without(subject, carrier)
  const open = remaining.filter((own) => statesLeft(own).length > 1)
  return { spread: open.reduce((sum, own) => sum + spread(own, worth), 0), open: open.length }
}

/** Leaving out an essential carrier leaves answers that differ. */
export const essentialCarriers: Law = {
  name: 'essential carriers',
  says: 'without one of them two answers are left that differ by a tenth of the score; two of them at level 3, three above',
  check(subject, fail) {
    const { proof, level } = subject
    const known = new Set(proof.carriers.map(({ id }) => id))
    for (const { id, carriers } of proof.hypotheses.constraints) {
      const unknown = carriers.find((carrier) => !known.has(carrier))
      if (unknown !== undefined) fail(`constraint ${id}: no carrier ${unknown}`)
      if (carriers.length === 0) fail(`constraint ${id} has no carrier`)
    }
    const essential = proof.carriers.filter(({ weight }) => weight === 'essential')
    let least = 1
    for (const { id } of essential) {
      const left = ablate(subject, id)
      least = Math.min(least, left.spread)
      if (left.open === 0) fail(`${id} is not needed: without it one answer is left`)
      else if (left.spread < leastDifference) {
        fail(`${id} is hardly needed: without it the answers differ by ${left.spread.toFixed(3)} of the score`)
      }
    }
    const due = leastEssential[level] ?? 0
    if (essential.length < due) fail(`${essential.length} essential carriers at level ${level}, not ${due}`)
    return { essential: essential.length, ...(essential.length > 0 && { 'least difference': least }) }
  },
}

/** Confirming carriers agree, and are coarser than a choice. */
export const confirmingCarriers: Law = {
  name: 'confirming carriers',
  says: 'leaving one out changes nothing, and all of them alone settle few choices',
  check(subject, fail) {
    const { carriers, hypotheses } = subject.proof
    const confirming = carriers.filter(({ weight }) => weight === 'confirming').map(({ id }) => id)
    const countStates = (own: Remaining): number => statesLeft(own).length
    const known = without(subject).remaining.map(countStates)
    for (const id of confirming) {
      const { remaining } = without(subject, id)
      const open = remaining.filter((own, place) => countStates(own) > (known[place] ?? 0))
      if (open.length > 0) fail(`${id} is no mere confirmation: without it ${open.length} components are open`)
    }
    const alone = hypotheses.constraints.filter(
      (constraint) => constraint.carriers.length > 0 && constraint.carriers.every((id) => confirming.includes(id)),
    )
    const choices = enumerate(hypotheses, alone).remaining.filter(
      ({ component }) => new Set(component.options.map(stateOf)).size > 1,
    )
    const settled = choices.filter((own) => statesLeft(own).length === 1)
    const share = choices.length === 0 ? 0 : settled.length / choices.length
    if (share > mostConfirmed) {
      fail(`confirming carriers alone settle ${settled.length} of ${choices.length} choices`)
    }
    return { confirming: confirming.length, 'settled by them alone': share }
  },
}

/** Choices of similar weight, no reading of which would do for most. */
export const balance: Law = {
  name: 'balance',
  says: 'four choices or one with six options; no reading holds over 40 % of C, none that a rule names under 10 %',
  check(subject, fail) {
    const worth = cellWorth(subject)
    const choices = subject.proof.hypotheses.components.flatMap((component) => {
      const truth = truthOf(component)
      if (component.global || truth === undefined) return []
      const stake = Math.max(...component.options.map((option) => worthOf(distanceOf(truth, option), worth)))
      return stake > 0 ? [{ component, truth, stake }] : []
    })
    const sizes = choices.map(({ stake }) => stake).toSorted((left, right) => left - right)
    const median = sizes[Math.floor(sizes.length / 2)] ?? 0
    const similar = choices.filter(({ stake }) => stake >= median / 3 && stake <= median * 3)
    const wide = choices.some(({ component }) => new Set(component.options.map(stateOf)).size >= 6)
    if (similar.length < 4 && !wide) fail(`${similar.length} choices of similar weight, and none with six options`)

    const untouched = new Map(choices.map(({ component }) => [component.id, seedOption(subject, component)]))
    const changes = (of: (typeof choices)[number]): number => {
      const was = untouched.get(of.component.id)
      return was === undefined ? of.stake : worthOf(distanceOf(of.truth, was), worth)
    }
    const total = choices.reduce((sum, choice) => sum + changes(choice), 0)
    const stakes = choices.reduce((sum, { stake }) => sum + stake, 0)
    const readings = new Set(choices.flatMap(({ component }) => component.options.map(({ id }) => id)))
    let [most, least] = [0, 1]
    for (const reading of readings) {
      const named = choices.filter(({ component }) => component.truth === reading)
      if (named.length === 0) continue
      const share = named.reduce((sum, choice) => sum + changes(choice), 0) / total
      most = Math.max(most, share)
      if (share > 0.4) fail(`'${reading}' holds ${share.toFixed(2)} of what is to be repaired`)
      const held = named.reduce((sum, { stake }) => sum + stake, 0) / stakes
      least = Math.min(least, held)
      if (held < 0.1) fail(`'${reading}' is true of ${held.toFixed(2)} of what is at stake`)
    }
    return { choices: similar.length, 'largest share': most, 'smallest share': least }
  },
}

const placeOf = (table: string, key: string | undefined, column: string): string =>
  JSON.stringify([asciiLower(table), key, asciiLower(column)])

/** The cells of the seed by table, key and column, of tables with a key of one column. */
function seedCells({ graded, instance: { before } }: LawSubject): ReadonlyMap<string, string> {
  const cells = new Map<string, string>()
  for (const { name, key } of graded) {
    const table = before.tables.get(asciiLower(name))
    const own = key?.length === 1 ? key[0] : undefined
    if (table === undefined || own === undefined) continue
    const place = table.columns.findIndex((column) => asciiLower(column) === asciiLower(own))
    for (const row of table.rows) {
      for (const [index, column] of table.columns.entries()) {
        cells.set(placeOf(name, row[place]?.slice(1), column), row[index] ?? '')
      }
    }
  }
  return cells
}

/** The option of a component that leaves its rows as they are, where there is one. */
function seedOption(subject: LawSubject, { options }: Component): Option | undefined {
  const cells = once(subject, 'seed cells', () => seedCells(subject))
  const keyOf = ({ table, key, column }: Option['state'][number]): string => placeOf(table, key, column)
  const all = new Set(options.flatMap(({ state }) => state.map(keyOf)))
  const present = [...all].filter((place) => cells.has(place)).length
  return options.find(
    ({ state }) => state.length === present && state.every((cell) => cells.get(keyOf(cell)) === cell.value),
  )
}
