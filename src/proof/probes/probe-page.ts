/**
 * The probes of families for people: a table for the terminal, and the page docs/validity-probes.md.
 *
 * @module
 */
import { artefactBound, type TreeFigure } from './artefact-probe.ts'
import { countingBound, gamblingBound } from '../drills/guesses.ts'
import { firstProbeSeed } from './instances.ts'
import { ladderBound } from './ladder-probe.ts'
import type { FamilyProbes, ProbeSize } from './probe-family.ts'
import { features } from './probed-lines.ts'
import { transferBound, transferLevel } from './transfer-probe.ts'

const area = (figure: TreeFigure | null): string => (figure === null ? '-' : figure.area.toFixed(3))

const heads: readonly string[] = ['family', 'by place', 'decoys', 'from decoys', 'transfer', 'best', '1 on 2']

const cells = ({ family, version, artefacts, transfer, ladder, guesses }: FamilyProbes): readonly string[] => [
  `${family}@${version}`,
  area(artefacts.clean),
  String(artefacts.decoys?.others ?? 0),
  area(artefacts.decoys),
  transfer.worst.toFixed(2),
  transfer.best.toFixed(2),
  `${ladder.mean.toFixed(2)} / ${ladder.worst.toFixed(2)}`,
  guesses.gambling.mean.toFixed(3),
  guesses.counting.mean.toFixed(3),
]

/** What breaks a bound, each with its family. */
export function brokenBounds(probed: readonly FamilyProbes[]): string[] {
  return probed.flatMap(({ family, failures }) => failures.map((failure) => `${family}: ${failure}`))
}

/** The figures in columns, without a line break at the end. */
export function probeTable(probed: readonly FamilyProbes[]): string {
  const rows = [heads, ...probed.map(cells)]
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n')
}

const rowOf = (row: readonly string[]): string => `| ${row.join(' | ')} |`

/** What each family's values may tell, and why. */
function exemptLines(probed: readonly FamilyProbes[], values: readonly string[]): string[] {
  return probed.flatMap(({ family, artefacts: { exemption } }) => {
    if (exemption === null) return []
    const left = exemption.features.map((name) => (name === 'value' ? values.join(', ') : name))
    return [rowOf([family, left.join(', '), exemption.reason])]
  })
}

/** docs/validity-probes.md. @param size what was asked for */
export function probePage(probed: readonly FamilyProbes[], { instances, seeds }: ProbeSize): string {
  const total = (pick: (one: FamilyProbes) => number): number => probed.reduce((sum, one) => sum + pick(one), 0)
  const failures = brokenBounds(probed)
  const lines = total(({ artefacts }) => artefacts.clean.corrupted + artefacts.clean.others)
  const pairs = total(({ transfer }) => transfer.pairs)
  const played = total(({ ladder }) => ladder.instances)
  const markdown = [heads, heads.map((_, column) => (column === 0 ? '---' : '---:')), ...probed.map(cells)]
    .map(rowOf)
    .join('\n')
  const places = features.filter(({ about }) => about === 'place').map(({ name }) => name)
  const values = features.filter(({ about }) => about === 'value').map(({ name }) => name)
  return `# Validity probes

Made by \`npm run probes -- --instances ${instances} --seeds ${seeds} --write\`. ${failures.length === 0 ? 'No bound is broken.' : `Broken bounds: ${failures.length}.`}

What generated instances must not allow: to tell corrupted rows by how the generator works, to solve an instance with the
SQL of another, to climb a tier without its evidence. \`check-task\` proves each instance alone
([a new family](new-family.md)); the probes look at many at once, those of split \`train\` from seed ${firstProbeSeed} on.

${markdown}

- **by place**: area under the ROC curve of a decision tree that tells corrupted lines from all lines that are right, and
  sees only where a line stands. ${instances} instances a family, worlds and tiers mixed, ${lines} lines in all; the tree learns from
  half of the instances and is asked about the others. Pairs of lines of one table count, so how many lines of an instance
  are corrupted at all tells nothing. 0.5 is chance, at most ${artefactBound} is allowed.
- **decoys**, **from decoys**: right lines whose value is of the same make as a corrupted one of the instance (both NULL, both
  numbers, or texts with the same marks), and the area of a tree that tells corrupted lines from them and sees the value's
  length and frequency as well. At most ${artefactBound}. \`-\`: no right value looks like a corrupted one.
- **transfer**, **best**: what the oracles of one seed score on another seed of the same family, world and tier, from tier ${transferLevel}
  on: the greatest median of all tasks and the best score of all ${pairs} pairs. The median is at most ${transferBound}.
- **1 on 2**: mean and worst score, on tier 2, of whoever reads the goal only and takes the best way there is for all lines. At
  most ${ladderBound} each. With the evidence of its own tier ${total(({ ladder }) => ladder.solved)} of ${played} instances were solved.
- **gambling**, **counting**: the best mean over ${instances} instances of policies that read no rule. Those of chance take any way for
  each sender, deal the ways evenly, or take one way for all: at most ${gamblingBound}. Those that count take, sender by sender, the way
  whose results are most or least like what is right in the column or at the sender, largest, smallest, most alike, most
  spread, or that changes most or fewest lines (which earned 0.85 on \`sentinels\` and 0.29 to 0.47 elsewhere before version 2):
  at most ${countingBound}.

## Features

Of the place: ${places.join(', ')}.
Of the value: ${values.join(', ')}.

A feature that is the rule itself may tell. These are left out, each for a sentence of the goal or the documents:

| family | left out | because |
|---|---|---|
${exemptLines(probed, values).join('\n')}

A drill without decoys and without an entry here fails.
`
}
