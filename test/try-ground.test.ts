import { it } from 'vitest'
import { Random } from '../src/kit/random.ts'
import { tryIt } from '../src/tasks/incidents/double-load/double-load.ts'
import { sketchDoubleLoad } from '../src/tasks/incidents/double-load/sketch.ts'
import { businessList } from '../src/tasks/worlds/world-list.ts'
import { makeEngine } from './sql/engine-fixture.ts'
import { Grader } from '../src/grading/grader.ts'

it('tries', async () => {
  const engine = await makeEngine()
  for (const level of [1, 2, 3, 4, 5] as const)
    for (const world of businessList)
      for (let seed = 0; seed < 4; seed++) {
        const sketch = sketchDoubleLoad(new Random('s', seed, level), level)
        const t0 = performance.now()
        const out = tryIt(new Random('x', seed, level, world.id), { world, level, sketch })
        const t1 = performance.now()
        const a = engine.buildImage(out.seed)
        const b = engine.buildImage(out.target)
        const t2 = performance.now()
        const [before, target] = [engine.readContent(a), engine.readContent(b)]
        const keys = { [out.names.days.table]: [out.names.days.columns.sender, out.names.days.columns.day], [out.names.months.table]: [out.names.months.columns.sender, out.names.months.columns.month] } as Record<string, string[]>
        const tables = out.target.tables.map(({ name, columns }) => ({ name, key: keys[name] ?? [columns[0]!], ...(columns.includes(out.names.core.columns.changedAt) && name === out.names.core.table ? { ungraded: [out.names.core.columns.changedAt] } : {}) })).filter(({name}) => !out.seed.tables.slice(out.target.tables.length).some((t) => t.name === name))
        const grader = new Grader({ before, target, parts: [{ name: 'all', weight: 1, tables: tables.filter((t) => t.name !== out.names.raw.table && t.name !== out.names.senders.table) }] })
        const results = out.oracles.map((oracle) => {
          const sandbox = engine.open(a, { safety: 'own', clock: 0 })
          const errors: string[] = []
          let work = 0
          for (const query of oracle.queries) {
            const outcome = sandbox.run(query, ['trial', 'x', 1])
                        if (!outcome.ok) errors.push(outcome.message + query.slice(0, 200))
          }
          const grade = grader.grade(sandbox.content())
          sandbox.close()
          return [grade.solved, grade.scoreMicros, ...errors, JSON.stringify(grade.report.total), JSON.stringify(grade.report.examples.slice(0, 2))]
        })
        console.log(level, world.id, out.story.plan, sketch.difficulty, 'ms', (t1 - t0).toFixed(1), (t2 - t1).toFixed(1), 'KiB', a.length >> 10, 'rows', out.story.seen.rows.size, 'pairs', out.story.pairs.length, JSON.stringify(results))
      }
}, 600000)
