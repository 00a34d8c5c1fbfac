/**
 * What could be held of each weighing, and of rounding, and what speaks for it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { toTypedCell } from '../../../data/values.ts'
import type { CellState, Component, Constraint, Hypotheses, Option } from '../hypotheses.ts'
import { gramStep, type Rounding } from './grams.ts'
import type { Names } from './names.ts'
import { asItIs, readAs, type Reading, readingsOf, suspects, truthOf } from './readings.ts'
import { isFrozen, rightUnderstanding, settle, type Values } from './settle.ts'
import { isWrongOn } from './models.ts'
import { isStruck, type Story, type Weighing } from './story.ts'

const componentId = ({ id }: Weighing): string => `weighing ${id}`
const roundings: readonly Rounding[] = ['nearest', 'down', 'up']

/** Values of all weighings under a choice for every component; what is not chosen is as in the target. */
export function valuesUnder(story: Story, choices: ReadonlyMap<string, string>): Map<number, Values> {
  const right = rightUnderstanding(story)
  const rounding = (choices.get('rounding') ?? story.rule.rounding) as Rounding
  const known = new Map(suspects(story).map((own) => [own.id, own]))
  return new Map(
    story.weighings.map((own) => {
      const chosen = known.has(own.id) ? choices.get(componentId(own)) : undefined
      const values =
        chosen === undefined
          ? settle(story, own, { ...right, rounding })
          : readAs(story, own, chosen as Reading, rounding)
      return [own.id, values]
    }),
  )
}

function cellsOf({ weighings }: Names, id: number, values: Values): CellState[] {
  return (['weight', 'band'] as const).map((column) => ({
    ...{ table: weighings.table, key: String(id), column: weighings.columns[column] },
    value: toTypedCell(values[column]),
  }))
}

const kindOf = (story: Story, own: Weighing): string =>
  !isStruck(story, own) ? (own.isKeyed ? 'typed, right' : 'right') : own.isLost ? 'no sign-in' : own.isKeyed ? 'typed' : 'struck' // prettier-ignore

function componentsOf(story: Story, names: Names): Component[] {
  const all = suspects(story)
  const readings = readingsOf(story)
  const list = all.map((own): Component => ({
    ...{ id: componentId(own), global: false, kind: kindOf(story, own), truth: truthOf(story, own) },
    options: readings.map((reading): Option => ({
      id: reading,
      state: cellsOf(names, own.id, readAs(story, own, reading, story.rule.rounding)),
    })),
  }))
  const struck = all.filter((own) => isStruck(story, own))
  const right = rightUnderstanding(story)
  return [
    ...list,
    {
      ...{ id: 'rounding', global: true, kind: 'policy', truth: story.rule.rounding },
      options: roundings.map((rounding): Option => ({
        id: rounding,
        state: struck.flatMap((own) => cellsOf(names, own.id, settle(story, own, { ...right, rounding }))),
      })),
    },
  ]
}

/** Which objects say what: ids of carriers, by level and plan. */
export interface Sources {
  /** When people were signed in, with which version. */
  readonly log: (isOld: boolean) => readonly string[]
  /** Which versions are wrong. */
  readonly versions: string
  /** What a step of a scale is. */
  readonly steps: string
  /** Which scale was on a handset before another one; null: none was changed. */
  readonly swaps: string | null
  /** What goes for lost sign-ins, typed weights, rounding. */
  readonly rules: string
  /** Which bands stay. */
  readonly bands: string
}

function constraintsOf(story: Story, sources: Sources): Constraint[] {
  const { rule, versions } = story
  const known = new Map(suspects(story).map((own) => [componentId(own), own]))
  /** A constraint on those weighings of which it says something. */
  const about = (
    id: string,
    carriers: readonly string[],
    speaks: (own: Weighing) => boolean,
    allows: (own: Weighing, reading: Reading) => boolean,
  ): Constraint => ({
    ...{ form: 'option', id, carriers: [...new Set(carriers)] },
    allows: (component, option) => {
      const own = known.get(component.id)
      return own === undefined || !speaks(own) || allows(own, option.id as Reading)
    },
  })
  const isOld = ({ handset }: Weighing): boolean => story.oldOnes.has(handset.code)
  const isRightByRule = (own: Weighing): boolean => own.isKeyed && rule.keyed === 'grams'
  const isOdd = ({ version }: Weighing): boolean => version === versions.struck || version === versions.again
  const wasSwapped = ({ model, handset }: Weighing): boolean => model.name !== handset.model
  const scales = (sources.swaps === null ? [false] : [false, true]).map(
    (isSwapped) => [isSwapped, isSwapped ? [sources.steps, sources.swaps ?? ''] : [sources.steps]] as const,
  )
  const programs = story.oldOnes.size > 0 ? [false, true] : [false]
  return [
    about('typed weights are in grams', [sources.rules], isRightByRule, (_, reading) => reading === asItIs),
    ...scales.map(([isSwapped, carriers]) =>
      about(
        `scales that show grams${isSwapped ? ', before another' : ''}`,
        carriers,
        (own) => own.model.tenths === gramStep && wasSwapped(own) === isSwapped,
        (_, reading) => reading === asItIs,
      ),
    ),
    ...programs.flatMap((old) =>
      [false, true].map((isLost) =>
        about(
          `what was taken with which version${isLost ? ', without a sign-in' : ''}${old ? ' (old program)' : ''}`,
          [...sources.log(old), sources.versions, ...(isLost ? [sources.rules] : [])],
          (own) => isOld(own) === old && own.isLost === isLost && !isRightByRule(own) && own.model.tenths !== gramStep && (!own.isKeyed || !isOdd(own)), // prettier-ignore
          (own, reading) => (reading === asItIs) !== isWrongOn(story, own.version, own.model),
        ),
      ),
    ),
    ...programs.map((old) =>
      about(
        `typed weights are like those of the scale${old ? ' (old program)' : ''}`,
        [...sources.log(old), sources.versions, sources.rules],
        (own) => own.isKeyed && rule.keyed !== 'grams' && isOld(own) === old && isOdd(own),
        (own, reading) => (reading === asItIs) !== isWrongOn(story, own.version, own.model),
      ),
    ),
    ...scales.map(([isSwapped, carriers]) =>
      about(
        `the step of the scale${isSwapped ? ', before another' : ''}`,
        carriers,
        (own) => isStruck(story, own) && wasSwapped(own) === isSwapped,
        (own, reading) => reading === asItIs || Number.parseInt(reading, 10) === own.model.tenths,
      ),
    ),
    about(
      'bands on invoices stay',
      [sources.bands],
      (own) => isStruck(story, own),
      (own, reading) => reading === asItIs || reading.endsWith('stays') === isFrozen(own, rule.frozen),
    ),
    {
      ...{ form: 'option', id: 'rounding', carriers: [sources.rules] },
      allows: ({ id }, option) => id !== 'rounding' || option.id === rule.rounding,
    },
  ]
}

export function hypothesesOf(
  story: Story,
  names: Names,
  input: { readonly sources: Sources; readonly build: (values: ReadonlyMap<number, Values>) => DatabaseSpec },
): Hypotheses {
  return {
    components: componentsOf(story, names),
    constraints: constraintsOf(story, input.sources),
    realise: (choices) => input.build(valuesUnder(story, choices)),
  }
}
