import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { Random } from '../../../src/kit/random.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import type { TaskDefinition, TaskDraft } from '../../../src/tasks/define-task.ts'
import { drillList, resolveTask } from '../../../src/tasks/family-list.ts'
import { probeFamily } from '../../../src/proof/probes/probe-family.ts'
import { ladderBound, probeLadder } from '../../../src/proof/probes/ladder-probe.ts'
import { medianOf, probeTransfer, transferBound } from '../../../src/proof/probes/transfer-probe.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

/** A task whose drafts are changed after they were drawn. */
function changed(id: string, change: (draft: TaskDraft) => Partial<TaskDraft>): TaskDefinition {
  const task = resolveTask(id, 'train')
  return {
    ...task,
    generate: (random, options) => {
      const draft = task.generate(random, options)
      return { ...draft, ...change(draft) }
    },
  }
}

describe('all probes of a family', () => {
  it.each(drillList)('$id', (family) => {
    const { artefacts, transfer, ladder, failures } = probeFamily(engine, family, {
      instances: 40,
      seeds: 2,
      worlds: 2,
    })
    expect(failures).toEqual([])
    expect(artefacts.instances).toBe(40)
    // Tier 2 in two worlds, two oracles, two ordered pairs.
    expect(transfer.pairs).toBe(8)
    expect(transfer.worst).toBeLessThanOrEqual(transferBound)
    expect([ladder.solved, ladder.instances, ladder.climbs]).toEqual([8, 8, 4])
    expect(ladder.worst).toBeLessThanOrEqual(ladderBound)
  })
})

describe('the transfer probe', () => {
  it('flags a family that can be learnt by heart', () => {
    const task = resolveTask('enum_drift@2/bank/2', 'train')
    const fixed: TaskDefinition = { ...task, generate: (_, options) => task.generate(new Random('always'), options) }
    const { median, pairs, failures } = probeTransfer(engine, fixed, [1, 2, 3])
    expect([median, pairs]).toEqual([1, 12])
    expect(failures).toEqual(['enum_drift@2/bank/2: SQL of one seed earns 1 on the next'])
  })

  it('flags a family of which one oracle alone can be learnt', () => {
    const task = resolveTask('enum_drift@2/bank/2', 'train')
    const fixed: TaskDefinition = {
      ...task,
      generate: (random, options) => {
        const draft = task.generate(new Random('always'), options)
        const other = task.generate(random, options)
        return { ...draft, oracles: [other.oracles[0], draft.oracles[1]] }
      },
    }
    expect(probeTransfer(engine, fixed, [1, 2]).median).toBe(1)
  })

  it('asks for two seeds', () => {
    expect(probeTransfer(engine, resolveTask('enum_drift@2/bank/2', 'train'), [1]).failures).toHaveLength(1)
  })

  it('takes the middle', () => {
    expect(medianOf([3, 1, 2])).toBe(2)
    expect(medianOf([4, 1])).toBe(2.5)
    expect(medianOf([])).toBeNaN()
  })
})

describe('the ladder', () => {
  it('flags a tier that needs no evidence of its own', () => {
    const flat = changed('trim_case@2/school/2', ({ senders, oracles }) => ({
      ...(senders && { senders: { ...senders, ways: [{ name: 'all', queries: oracles[0].queries }] } }),
    }))
    const { failures, climbs, mean, worst } = probeLadder(engine, [flat], [5])
    expect(failures).toEqual(['trim_case@2/school/2, seed 5: the reader of the goal gets 1'])
    expect([climbs, mean, worst]).toEqual([1, 1, 1])
  })

  it('flags an instance without a stand-in for the reader of the goal', () => {
    const task = resolveTask('trim_case@2/school/2', 'train')
    const mute: TaskDefinition = {
      ...task,
      generate: (random, options) => {
        const { senders: _, ...draft } = task.generate(random, options)
        return draft
      },
    }
    expect(probeLadder(engine, [mute], [5]).failures.join()).toContain('no repair stands for the reader of the goal')
  })

  it('flags a tier that does not solve itself', () => {
    const stuck = changed('trim_case@2/school/1', ({ oracles: [first, second] }) => ({
      oracles: [{ ...first, queries: [] }, second],
    }))
    const { failures, solved, climbs } = probeLadder(engine, [stuck], [5, 6])
    expect([solved, failures.length, climbs]).toEqual([0, 2, 0])
  })
})
