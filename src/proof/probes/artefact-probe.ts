/**
 * Whether the generator gives corrupted rows away: a decision tree that is shown nothing but features without a rule
 * learns from half of the instances of a family, and is asked about the rows of the other half.
 *
 * Twice: by its place against all lines that are right, and by place and value against decoys, the right lines whose
 * value looks like a corrupted one.
 *
 * @module
 */
import { Random } from '../../kit/random.ts'
import type { TaskDraft } from '../../tasks/define-task.ts'
import { areaWithin, estimate, featuresAsked, growTree, type Sample } from './decision-tree.ts'
import { features, probeLines, type Feature, type ProbedLine } from './probed-lines.ts'

/** The largest area under the ROC curve, on instances that the tree has not seen. 0.5 is chance. */
export const artefactBound = 0.6

/** Fewest decoys of a family over all instances, as a share of its corrupted lines; below, nothing is compared. */
const decoyShare = 0.05

/** Features that are the rule of a family, and so may tell. */
export interface Exemption {
  /** Names of features; `value` stands for all that look at the value. */
  readonly features: readonly string[]
  /** The sentence of goal or documents that makes them the rule. */
  readonly reason: string
}

const told = (reason: string): Exemption => ({ features: ['value'], reason })

/** The one place where exceptions are declared, by family. */
export const exemptions: Readonly<Record<string, Exemption>> = Object.freeze({
  date_iso: told('a value in the form YYYY-MM-DD is right, whoever sent it'),
  phone_e164: told('a number that begins with a plus sign is right as it stands'),
  trim_case: told('only letters and blanks are ever changed, and a right code has neither'),
  bool_lexeme: told('a number or a NULL is right, and every text is a mark'),
  code_padding: told('a code that begins with a letter is whole'),
  numeric_text: told('a number is right, and every text was typed in'),
  derived_null: told('a sum that is there is right, and every NULL is to be worked out'),
  epoch_mix: told('a text is right, and every number is the reading of a counter'),
  double_escape: told('a text without a whole code stays as it is'),
  enum_drift: told('a word of the list, which the goal or a document shows, is right'),
})

/** What a tree made of some lines. */
export interface TreeFigure {
  /**
   * Area under the ROC curve on the instances that the tree has not seen, over pairs of lines of one table: how many
   * lines of a table or an instance are corrupted at all is no artefact.
   */
  readonly area: number
  readonly corrupted: number
  readonly others: number
  /** The features that it asked for, the first asked first; five at most. */
  readonly asked: readonly string[]
}

export interface ArtefactFigures {
  readonly family: string
  readonly instances: number
  /** By place, against all lines that are right. */
  readonly clean: TreeFigure
  /** By place and value, against decoys; null where no right value looks like a corrupted one. */
  readonly decoys: TreeFigure | null
  readonly exemption: Exemption | null
  readonly failures: readonly string[]
}

/**
 * Probes the instances of one family, mixed worlds and levels.
 *
 * @param exemption what is declared for the family; by default what `exemptions` says
 */
export function probeArtefacts(
  family: string,
  drafts: readonly Pick<TaskDraft, 'seed' | 'target'>[],
  exemption: Exemption | null = exemptions[family] ?? null,
): ArtefactFigures {
  const lines = drafts.map(probeLines)
  const order = new Random('artefact probe', family, drafts.length).shuffle(lines)
  const halves: Halves = [order.slice(0, order.length / 2), order.slice(order.length / 2)]
  const isFree = ({ name, about }: Feature): boolean =>
    !(exemption?.features.includes(name) ?? false) && !(exemption?.features.includes(about) ?? false)
  const clean = askTree(
    halves,
    () => true,
    ({ about, ...feature }) => about === 'place' && isFree({ about, ...feature }),
  )
  const decoys = askTree(halves, ({ corrupted, decoy }) => corrupted || decoy, isFree)
  const enough = decoys.others >= decoyShare * decoys.corrupted
  const failures: string[] = []
  const judge = (what: string, { area, asked }: TreeFigure): void => {
    if (!(area <= artefactBound)) failures.push(`${what}: ${area.toFixed(3)}, by ${asked.join(', ')}`)
  }
  judge('corrupted lines stand apart by their place', clean)
  if (enough) judge('corrupted lines stand apart from decoys', decoys)
  else if (exemption === null) failures.push('no right value looks like a corrupted one, and no reason is declared')
  return { family, instances: drafts.length, clean, decoys: enough ? decoys : null, exemption, failures }
}

/** Lines by instance and table: one half to learn from, one to be asked about. */
type Halves = readonly [learn: readonly ProbedLine[][][], ask: readonly ProbedLine[][][]]

function askTree(
  [learn, ask]: Halves,
  isProbed: (line: ProbedLine) => boolean,
  isShown: (feature: Feature) => boolean,
): TreeFigure {
  const shown = features.flatMap((feature, place) => (isShown(feature) ? [place] : []))
  const samplesOf = (half: readonly ProbedLine[][][]): Sample[][] =>
    half.flat().map((table) =>
      table.filter(isProbed).map(({ corrupted, features: all }) => ({
        positive: corrupted,
        features: shown.map((place) => all[place] ?? 0),
      })),
    )
  const [known, unknown] = [samplesOf(learn), samplesOf(ask)]
  const tree = growTree(known.flat())
  const all = [...known, ...unknown].flat()
  const corrupted = all.filter(({ positive }) => positive).length
  return {
    area: areaWithin(
      unknown.map((table) =>
        table.map((sample) => ({ score: estimate(tree, sample.features), positive: sample.positive })),
      ),
    ),
    corrupted,
    others: all.length - corrupted,
    asked: featuresAsked(tree)
      .slice(0, 5)
      .map((feature) => features[shown[feature] ?? -1]?.name ?? ''),
  }
}
