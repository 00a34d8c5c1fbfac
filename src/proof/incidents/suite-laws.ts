/**
 * Laws of a whole suite: means, and what no two instances or incidents may have in common. One that needs more
 * instances than a run has is measured and not judged.
 *
 * @module
 */
import type { IncidentProofLine } from './incident-proof.ts'
import { gamblingBound } from './gambling.ts'
import { similarity } from './skeletons.ts'

/** Instances from which on a mean is judged. */
const leastForMeans = 200
const leastForWords = 100
/** Means of priors, by level. */
const priorMeans = (level: number): number => (level <= 2 ? 0.4 : 0.3)
/** Priors that put a quoted figure right and score little all the same. */
const leastMisleading = 0.5
/** Share of a full suite in which a sequence of words may stand, and the incidents of a full suite. */
const sequenceShare = 0.05
const fullSuite = 8
/** Three wordings a sentence: with fewer incidents each stands in a third of the instances, or a little more. */
const mostOfIncident = 0.4
const mostAlike = 0.4
const leastDifficulties = 15
/** Instances of a plan that have the statement which no other plan has. */
const planShare = 0.9

export interface SuiteFinding {
  readonly law: string
  readonly says: string
  /** false: the run is too small to judge by. */
  readonly judged: boolean
  /** What was measured, each with its bound in words. */
  readonly figures: readonly string[]
  readonly defects: readonly string[]
}

const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** Levels that are judged alike. */
const bandOf = (level: number): string => (level <= 2 ? 'levels 1 and 2' : 'levels 3 to 5')

function priorsInTheMean(proofs: readonly IncidentProofLine[]): SuiteFinding {
  const [figures, defects]: [string[], string[]] = [[], []]
  let judged = false
  for (const [name, group] of groupBy(proofs, ({ incident, level }) => `${incident}, ${bandOf(level)}`)) {
    const bound = priorMeans(group[0]?.level ?? 1)
    const enough = group.length >= leastForMeans
    judged ||= enough
    const scores = groupBy(
      group.flatMap(({ wrong }) => wrong.filter(({ kind }) => kind === 'prior')),
      (own) => own.name,
    )
    for (const [prior, own] of scores) {
      const value = mean(own.map(({ score }) => score))
      const said = `${name}: ${prior} ${value.toFixed(3)} of ${bound} over ${own.length}`
      figures.push(said)
      if (enough && value > bound) defects.push(said)
    }
  }
  return {
    law: 'priors in the mean',
    judged,
    figures,
    defects,
    says: `over ${leastForMeans} instances a prior scores 0.4 at most in the mean at levels 1 and 2, 0.3 from level 3`,
  }
}

function symptomsMislead(proofs: readonly IncidentProofLine[]): SuiteFinding {
  const [figures, defects]: [string[], string[]] = [[], []]
  const enough = proofs.length >= leastForMeans
  for (const [incident, group] of groupBy(proofs, (own) => own.incident)) {
    const priors = group.flatMap(({ wrong }) => wrong.filter(({ kind }) => kind === 'prior'))
    const share = mean(priors.map(({ misleads }) => Number(misleads)))
    const said = `${incident}: ${share.toFixed(3)}, at least ${leastMisleading}`
    figures.push(said)
    if (enough && share < leastMisleading) defects.push(said)
  }
  return {
    law: 'symptoms mislead',
    judged: enough,
    figures,
    defects,
    says: 'half of the priors put a quoted figure right while their score stays below 0.6',
  }
}

function gamblingInTheMean(proofs: readonly IncidentProofLine[]): SuiteFinding {
  const [figures, defects]: [string[], string[]] = [[], []]
  for (const [level, group] of groupBy(proofs, (own) => `level ${own.level}`)) {
    const value = mean(group.flatMap((own) => own.figures['gambling']?.['mean'] ?? []))
    const said = `${level}: ${value.toFixed(3)} of ${gamblingBound}`
    figures.push(said)
    if (value > gamblingBound) defects.push(said)
  }
  return {
    law: 'gambling in the mean',
    judged: true,
    figures,
    defects,
    says: 'options drawn at random score 0.2 at most in the mean of a level',
  }
}

function wordsRepeat(proofs: readonly IncidentProofLine[]): SuiteFinding {
  const incidents = new Set(proofs.map(({ incident }) => incident)).size
  const bound = Math.min(mostOfIncident, (sequenceShare * fullSuite) / Math.max(incidents, 1))
  const counts = new Map<string, number>()
  for (const { words } of proofs) {
    for (const hash of words === '' ? [] : words.split(' ')) counts.set(hash, (counts.get(hash) ?? 0) + 1)
  }
  let [worst, most, over] = ['', 0, 0]
  for (const [hash, count] of counts) {
    if (count > bound * proofs.length) over++
    if (count > most || (count === most && hash < worst)) [worst, most] = [hash, count]
  }
  const enough = proofs.length >= leastForWords
  const example = proofs.find(({ words }) => words.split(' ').includes(worst))
  const where = example === undefined ? '' : `, as in ${example.task}, seed ${example.seed} (sequence ${worst})`
  const said = `${over} of ${counts.size} sequences stand in more than ${Math.round(100 * bound)} %, the commonest in ${most} of ${proofs.length}${where}`
  return {
    law: 'words repeat',
    judged: enough,
    figures: [said],
    defects: enough && over > 0 ? [said] : [],
    says: 'no sequence of 8 words stands in over 5 % of a suite of eight incidents, in over 40 % of the instances of one',
  }
}

function plansDiffer(proofs: readonly IncidentProofLine[]): SuiteFinding {
  const [figures, defects]: [string[], string[]] = [[], []]
  for (const [incident, group] of groupBy(proofs, (own) => own.incident)) {
    const plans = groupBy(group, ({ plan }) => plan)
    for (const [plan, own] of plans) {
      // A plan of a higher level may be made of those of lower ones.
      const levels = new Set(own.map(({ level }) => level))
      const beside = group.filter((proof) => proof.plan !== plan && levels.has(proof.level))
      const others = new Set(beside.flatMap(({ signatures }) => signatures))
      const counts = new Map<string, number>()
      const met = new Set(beside.map(({ level }) => level))
      const compared = beside.length === 0 ? own : own.filter(({ level }) => met.has(level))
      for (const { signatures } of compared) {
        for (const signature of signatures) {
          if (!others.has(signature)) counts.set(signature, (counts.get(signature) ?? 0) + 1)
        }
      }
      const [best, count] = [...counts].toSorted(([, left], [, right]) => right - left)[0] ?? ['none', 0]
      figures.push(`${incident}, ${plan}: ${best} in ${count} of ${compared.length}`)
      if (beside.length > 0 && count < planShare * compared.length) {
        defects.push(
          `${incident}, ${plan}: no statement of its own in ${Math.round(100 * planShare)} % of ${compared.length} instances`,
        )
      }
    }
  }
  return {
    law: 'plans differ',
    judged: true,
    figures,
    defects,
    says: 'each evidence plan of an incident has a statement whose carriers or operation occur in no other plan',
  }
}

function skeletonsDiffer(proofs: readonly IncidentProofLine[]): SuiteFinding {
  const sample = proofs.filter(({ skeleton }) => skeleton !== null).slice(0, 200)
  const values: number[] = []
  for (const [place, left] of sample.entries()) {
    for (const right of sample.slice(place + 1)) {
      if (left.incident === right.incident) continue
      values.push(
        similarity(new Map(Object.entries(left.skeleton ?? {})), new Map(Object.entries(right.skeleton ?? {}))),
      )
    }
  }
  const sorted = values.toSorted((left, right) => left - right)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  const said = `median ${median.toFixed(3)} of ${mostAlike} over ${values.length} pairs`
  const judged = values.length > 0
  return {
    law: 'skeletons differ',
    judged,
    figures: judged ? [said] : ['one incident: nothing to compare'],
    defects: judged && median > mostAlike ? [said] : [],
    says: 'between instances of different incidents the oracles share 0.4 of their sequences of five tokens at most in the median',
  }
}

function difficultiesVary(proofs: readonly IncidentProofLine[]): SuiteFinding {
  const [figures, defects]: [string[], string[]] = [[], []]
  const enough = proofs.length >= leastForMeans
  for (const [incident, group] of groupBy(proofs, (own) => own.incident)) {
    const { size } = new Set(group.map(({ difficulty }) => difficulty))
    const said = `${incident}: ${size} distinct values, at least ${leastDifficulties}`
    figures.push(said)
    if (enough && size < leastDifficulties) defects.push(said)
  }
  return {
    law: 'difficulties vary',
    judged: enough,
    figures,
    defects,
    says: 'the difficulty of an incident takes 15 distinct values at least',
  }
}

function imagesDiffer(proofs: readonly IncidentProofLine[]): SuiteFinding {
  const owners = new Map<string, string>()
  const defects: string[] = []
  for (const { task, seed, image } of proofs) {
    if (image === null) continue
    const owner = owners.get(image)
    if (owner === undefined) owners.set(image, `${task}, seed ${seed}`)
    else defects.push(`${task}, seed ${seed} has the image of ${owner}`)
  }
  return {
    law: 'images differ',
    judged: true,
    figures: [`${owners.size} images`],
    defects,
    says: 'no two instances have one image',
  }
}

/** Judges all instances of a run together. */
export function judgeSuite(proofs: readonly IncidentProofLine[]): SuiteFinding[] {
  const made = proofs.filter(({ image }) => image !== null)
  const suiteLaws = [
    priorsInTheMean,
    symptomsMislead,
    gamblingInTheMean,
    wordsRepeat,
    plansDiffer,
    skeletonsDiffer,
    difficultiesVary,
    imagesDiffer,
  ]
  return suiteLaws.map((law) => law(made))
}
