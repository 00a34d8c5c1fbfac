import { describe, expect, it } from 'vitest'
import type { IncidentProofLine } from '../../../src/proof/incidents/incident-proof.ts'
import { incidentReportOf } from '../../../src/proof/incidents/incident-report.ts'
import { sequencesOf, similarity, skeletonOf } from '../../../src/proof/incidents/skeletons.ts'
import { judgeSuite } from '../../../src/proof/incidents/suite-laws.ts'
import { wordSequences } from '../../../src/proof/incidents/words.ts'
import { incidentTables } from '../../../src/cli/incident-tables.ts'

/** A proof of a suite in which every law holds. */
function line(index: number, change: Partial<IncidentProofLine> = {}): IncidentProofLine {
  const level = (index % 5) + 1
  return {
    ...{ version: '1', task: `made_up@1/shop/${level}`, seed: index, image: `image ${index}`, incident: 'made_up' },
    ...{ world: 'shop', level, plan: 'one', difficulty: (index % 20) / 20, rows: 100 + index },
    figures: { gambling: { mean: 0.1, best: 0.3 } },
    wrong: [
      { kind: 'prior', name: 'the first', score: 0.2, misleads: true },
      { kind: 'prior', name: 'the last', score: 0.1, misleads: false },
      { kind: 'partial', name: 'a rule left out', score: 0.9, misleads: false },
    ],
    ...{ words: `a${index % 3} b${index}`, signatures: ['log by count'], skeleton: null, defects: [], ...change },
  }
}
const suite = (change: (index: number) => Partial<IncidentProofLine> = () => ({})): IncidentProofLine[] =>
  Array.from({ length: 600 }, (_, index) => line(index, change(index)))

const broken = (proofs: readonly IncidentProofLine[]): string[] =>
  judgeSuite(proofs).flatMap(({ law, defects }) => (defects.length > 0 ? [law] : []))

describe('the laws of a suite', () => {
  it('are kept by one that is sound', () => {
    const findings = judgeSuite(suite())
    expect(findings.filter(({ defects }) => defects.length > 0)).toEqual([])
    expect(findings.filter(({ judged }) => !judged).map(({ law }) => law)).toEqual(['skeletons differ'])
  })

  it('are not judged where there are too few instances', () => {
    const wrong = [{ kind: 'prior' as const, name: 'the first', score: 0.9, misleads: false }]
    const few = suite(() => ({ wrong, words: 'same' })).slice(0, 90)
    expect(broken(few)).toEqual([])
    expect(judgeSuite(few).find(({ law }) => law === 'priors in the mean')?.figures[0]).toContain('0.900 of 0.4 over')
  })

  it.each<[string, (index: number) => Partial<IncidentProofLine>]>([
    ['priors in the mean', () => ({ wrong: [{ kind: 'prior', name: 'the first', score: 0.35, misleads: true }] })],
    ['symptoms mislead', () => ({ wrong: [{ kind: 'prior', name: 'the first', score: 0.1, misleads: false }] })],
    ['gambling in the mean', () => ({ figures: { gambling: { mean: 0.21 } } })],
    ['words repeat', (index) => ({ words: `a${index % 2}` })],
    ['plans differ', (index) => ({ plan: index % 2 === 0 ? 'one' : 'two' })],
    ['difficulties vary', (index) => ({ difficulty: (index % 14) / 20 })],
    ['images differ', (index) => ({ image: `image ${Math.max(index, 1)}` })],
    [
      'skeletons differ',
      (index) => ({
        incident: index % 2 === 0 ? 'one' : 'two',
        skeleton: { 'select n': 3 },
        difficulty: (index % 40) / 40,
        words: `${index % 6}`,
      }),
    ],
  ])('%s: broken, and no other', (law, change) => {
    expect(broken(suite(change))).toEqual([law])
  })

  it('compare plans where they meet', () => {
    // The plan of level 5 is made of the others and has a statement of its own.
    const plans = suite((index) => {
      if (index % 5 === 4)
        return { plan: 'both', signatures: ['log by count', 'raw by instr', 'dictionary by plain joins'] }
      return index % 2 === 0 ? {} : { plan: 'two', signatures: ['raw by instr'] }
    })
    expect(broken(plans)).toEqual([])
  })
})

describe('skeletons', () => {
  it('blank names and literals', () => {
    expect(skeletonOf(`SELECT "a b", count(*) FROM t WHERE c = 'it''s' AND d > 4.5`).join(' ')).toBe(
      'select n , count ( * ) from n where n = ? and n > ?',
    )
  })

  it('are alike by what sequences of five tokens they share', () => {
    const [one, other] = [
      sequencesOf(['SELECT a, b FROM c']),
      sequencesOf(['SELECT x, y FROM z', 'DELETE FROM t WHERE u = 1']),
    ]
    expect(similarity(one, one)).toBe(1)
    // Two sequences and five: `select n , n from` and `n , n from n` are shared.
    expect(similarity(one, other)).toBeCloseTo((2 * 2) / (2 + 2 + 3))
    expect(similarity(one, sequencesOf([]))).toBe(0)
  })
})

describe('word sequences', () => {
  const sequences = (text: string, blanks: readonly string[] = []): string[] => [
    ...wordSequences([{ voice: 'chat', text, blanks, bearing: true }]).values(),
  ]

  it('are eight words with names and numbers blanked', () => {
    expect(sequences('On Monday Anna saw 14 boxes in the hall there', ['Anna', 'Monday'])).toEqual([
      'on # # saw # boxes in the',
      '# # saw # boxes in the hall',
      '# saw # boxes in the hall there',
    ])
  })

  it('are not those of contracts, nor of the standing footer', () => {
    expect(sequences('Please call finish_task as soon as all of it is done.')).toEqual([])
    const contract = { voice: 'contract' as const, text: 'a b c d e f g h i j', blanks: [], bearing: true }
    expect([...wordSequences([contract])]).toEqual([])
  })
})

describe('the report', () => {
  const defect = { law: 'priors', message: 'the first solves it' }
  const proofs = [
    line(7, { defects: [defect] }),
    line(2, { defects: [defect], rows: 900 }),
    line(12, { defects: [defect] }),
    line(3),
  ]
  const report = incidentReportOf(proofs, [0, 12], '1')

  it('names of every defect its smallest instance: lowest level, then rows, then seed', () => {
    expect(report.smallest).toEqual([
      { law: 'priors', task: 'made_up@1/shop/3', seed: 7, rows: 107, message: defect.message },
    ])
    expect(report).toMatchObject({ ok: false, instances: 4, defective: 3 })
    expect(report.failures).toHaveLength(3)
    expect(report.laws.find(({ law }) => law === 'priors')).toMatchObject({ instances: 3, broken: 3 })
  })

  it('is the same whatever the order of the proofs', () => {
    expect(incidentReportOf(proofs.toReversed(), [0, 12], '1')).toEqual(report)
  })

  it('is printed with each law and the smallest instance', () => {
    const text = incidentTables(report)
    expect(text).toContain('4 instances of made_up in shop: 3 break a law')
    expect(text).toContain('priors, smallest instance made_up@1/shop/3, seed 7 (107 rows): the first solves it')
    expect(text).toContain('gambling in the mean: kept')
  })
})
