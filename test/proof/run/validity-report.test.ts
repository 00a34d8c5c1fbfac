import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { describeProgress } from '../../../src/cli/terminal/progress.ts'
import { proofOf, type Proof } from '../../../src/proof/run/proof.ts'
import { withFigures } from '../../../src/proof/run/validity-page.ts'
import { reportOf } from '../../../src/proof/run/validity-report.ts'
import { validityTables } from '../../../src/cli/validity-tables.ts'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import type { TaskDefinition, TaskDraft } from '../../../src/tasks/define-task.ts'
import { resolveTask } from '../../../src/tasks/family-list.ts'
import { instantiate } from '../../../src/tasks/instantiate.ts'

const version = '0.0.0'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

/** A generated task with a fault put in. */
function broken(id: string, fault: (draft: TaskDraft) => Partial<TaskDraft>): TaskDefinition {
  const task = resolveTask(id)
  return {
    ...task,
    generate: (random, options) => {
      const draft = task.generate(random, options)
      return { ...draft, ...fault(draft) }
    },
  }
}

const prove = (id: string, seed: number): Proof => proofOf(engine, resolveTask(id), seed, version)

describe('a proof', () => {
  it('has the image of the instance, and of a sample those of the other splits', () => {
    const id = 'trim_case@2/bank/1'
    const digest = (split: 'train' | 'validation' | 'test', seed: number): string =>
      instantiate(engine, resolveTask(id, split), seed).imageDigest
    expect(prove(id, 3)).toMatchObject({ task: id, seed: 3, image: digest('train', 3), others: {}, failures: [] })
    expect(prove(id, 20)).toMatchObject({
      image: digest('train', 20),
      others: { validation: digest('validation', 20), test: digest('test', 20) },
    })
  })

  it('fails when another split has no instance of this seed', () => {
    const unknown = { ...resolveTask('trim_case@2/bank/1'), id: 'trim_case@7/bank/1' }
    expect(proofOf(engine, unknown, 0, version)).toMatchObject({
      others: {},
      failures: [
        { check: 'split validation', message: expect.stringMatching(/^unknown task: trim_case@7\/bank\/1;/) },
        { check: 'split test', message: expect.stringMatching(/^unknown task: trim_case@7\/bank\/1;/) },
      ],
    })
    expect(proofOf(engine, unknown, 1, version).failures).toEqual([])
  })
})

describe('the report', () => {
  it('has the figures of every family and level, in whatever order they were proven', () => {
    const proofs = [
      prove('trim_case@2/bank/1', 1),
      prove('trim_case@2/bank/2', 1),
      prove('trim_case@2/clinic/1', 1),
      prove('enum_drift@2/bank/1', 1),
      prove('trim_case@2/bank/1', 12),
      prove('trim_case@2/bank/1', 2),
    ]
    const report = reportOf(proofs, [1, 12], version)
    const page = 'head <!-- figures -->\nold\n<!-- /figures --> tail'
    const written = withFigures(page, report, '20')
    expect(written).toMatch(/^head <!-- figures -->\n.*\n<!-- \/figures --> tail$/s)
    expect(written).toContain(`**${report.total.instances}\ninstances, 0 defects.**`)
    expect(written).not.toContain('old')
    expect(withFigures('no place', report, '20')).toBeNull()
    expect(reportOf(proofs.toReversed(), [1, 12], version)).toEqual(report)
    expect(report).toMatchObject({
      ok: true,
      tasks: 4,
      worlds: ['bank', 'clinic'],
      total: { instances: 6, defects: 0 },
      levels: [
        { level: 1, instances: 5 },
        { level: 2, instances: 1 },
      ],
      families: [
        { family: 'trim_case', worlds: 2, instances: 5, levels: [{ level: 1 }, { level: 2, instances: 1 }] },
        { family: 'enum_drift', worlds: 1, instances: 1 },
      ],
      images: { compared: 6, split_samples: 0 },
    })
    const figures = proofs.flatMap(({ figures: own }) => own ?? [])
    expect(figures.length).toBe(6)
    expect(report.total).toMatchObject({
      best_naive: Math.max(...figures.map(({ naive }) => naive?.score ?? 0)),
      differing_min: Math.min(...figures.map(({ differing }) => differing)),
      differing_max: Math.max(...figures.map(({ differing }) => differing)),
      wrong_states: figures.reduce((sum, own) => sum + own.wrong_states, 0),
      image_bytes_max: Math.max(...figures.map((own) => own.image_bytes)),
    })
    expect(report.worst.naive[0]?.score).toBe(report.total.best_naive)
    expect(report.worst.image.map(({ bytes }) => bytes)).toEqual(
      figures.map((own) => own.image_bytes).toSorted((left, right) => right - left),
    )
    // Of equal scores the task and then the seed decide.
    const idle = report.worst.blind.filter(({ score }) => score === 0)
    expect(idle.map(({ task, seed }) => `${task} ${seed}`)).toEqual(
      idle
        .toSorted((left, right) => left.task.localeCompare(right.task) || left.seed - right.seed)
        .map(({ task, seed }) => `${task} ${seed}`),
    )
  })

  it('tells every defect of an instance, with its place', () => {
    const task = broken('date_iso@2/shop/2', ({ ambiguities = [] }) => ({
      ambiguities: [...ambiguities, { name: 'rows', excluded: () => false }],
      naive: [],
    }))
    const report = reportOf([prove('date_iso@2/shop/1', 4), proofOf(engine, task, 4, version)], [4, 4], version)
    expect(report.ok).toBe(false)
    expect(report.failures).toEqual([
      { task: 'date_iso@2/shop/2', seed: 4, check: 'naive repairs', message: 'fewer than three naive repairs' },
      { task: 'date_iso@2/shop/2', seed: 4, check: 'family', message: 'the instance raises: rows' },
    ])
    expect(report.levels).toMatchObject([
      { level: 1, defects: 0 },
      { level: 2, defects: 2 },
    ])
    expect(validityTables(report)).toContain('date_iso@2/shop/2, seed 4, family: the instance raises: rows\n')
  })

  it('counts an instance that cannot be made', () => {
    const task = broken('date_iso@2/shop/1', ({ seed }) => ({ target: seed }))
    const proof = proofOf(engine, task, 0, version)
    expect(proof).toMatchObject({ image: null, others: {}, figures: null })
    const report = reportOf([proof], [0, 0], version)
    expect(report).toMatchObject({ ok: false, total: { instances: 1, defects: 1, differing_min: 0, best_join: 0 } })
    expect(report.failures[0]?.message).toMatch(/seed and target are equal/)
  })

  it('finds two equal images, be they of two seeds or of two splits', () => {
    const first = prove('trim_case@2/bank/1', 10)
    const second = { ...prove('trim_case@2/bank/1', 11), image: first.image }
    const third = { ...prove('trim_case@2/bank/1', 13), image: first.others['test'] ?? null }
    const { ok, failures } = reportOf([third, second, first], [10, 13], version)
    expect(ok).toBe(false)
    expect(failures.map(({ message }) => message)).toEqual([
      'trim_case@2/bank/1, seed 11 has the image of trim_case@2/bank/1, seed 10',
      'trim_case@2/bank/1, seed 13 has the image of trim_case@2/bank/1, seed 10 in split test',
    ])
    expect(failures.every(({ check }) => check === 'images')).toBe(true)
  })
})

describe('docs/validity.md', () => {
  const page = readFileSync(new URL('../../../docs/validity.md', import.meta.url), 'utf8')

  it('tells the bounds that hold', () => {
    const { bounds } = reportOf([], [0, 0], version)
    const [first, second] = bounds.levels
    expect(bounds.levels.map(({ naive }) => naive)).toEqual([second?.naive, second?.naive])
    expect(page).toContain(`none solves; at most ${second?.naive}`)
    expect(page).toContain(`at most ${second?.blind}, at tier 1 at most ${first?.blind}`)
    expect(page).toContain(`at most ${bounds.join} of R - D`)
    expect(page).toContain(`at most ${(bounds.image_bytes / 1024).toLocaleString('en-US')} KiB`)
  })

  it('has one place for figures', () => {
    expect(page.split('<!-- figures -->').length).toBe(2)
    expect(page.split('<!-- /figures -->').length).toBe(2)
  })
})

describe('progress', () => {
  it('says how many, how fast and how long still', () => {
    expect(describeProgress(120, 515, 4.84)).toBe('120/515 (23%), 4.8/s, 1:22 left')
    expect(describeProgress(500, 10_300, 0.5)).toBe('500/10300 (4%), 0.5/s, 5:26:40 left')
    expect(describeProgress(515, 515, 5)).toBe('515/515 (100%), 5.0/s, 0:00 left')
  })
})
