import { it } from 'vitest'
import { Random } from '../src/kit/random.ts'
import { drawAllNames } from '../src/tasks/incidents/double-load/names.ts'
import { writeOracles } from '../src/tasks/incidents/double-load/oracles.ts'
import { drawStory } from '../src/tasks/incidents/double-load/story.ts'
import { sketchDoubleLoad } from '../src/tasks/incidents/double-load/sketch.ts'
import { gradedTables, traceTables } from '../src/tasks/incidents/double-load/tables.ts'
import { partsOf } from '../src/tasks/incidents/double-load/grading.ts'
import { writeWrongRepairs } from '../src/tasks/incidents/double-load/wrong-repairs.ts'
import { readDue } from '../src/tasks/incidents/double-load/reader.ts'
import { acceptsReading } from '../src/tasks/incidents/accepts.ts'
import { businessList } from '../src/tasks/worlds/world-list.ts'
import { makeEngine } from './sql/engine-fixture.ts'
import { Grader } from '../src/grading/grader.ts'

it('tries', async () => {
  const engine = await makeEngine()
  const N = Number(process.env['N'] ?? 3)
  for (const level of [1, 2, 3, 4, 5] as const) {
    const sums = new Map<string, number[]>()
    const problems: string[] = []
    let runs = 0, time = 0, timeB = 0, kib = 0, rows = 0
    for (const world of businessList)
      for (let seed = 0; seed < N; seed++) {
        const t0 = performance.now()
        const sketch = sketchDoubleLoad(new Random('s', seed, level, world.id), level)
        const random = new Random('x', seed, level, world.id)
        const story = drawStory(random, { world, level, sketch })
        const names = drawAllNames(random, story)
        const traces = traceTables(random, story, names)
        const before = gradedTables(random, story, names, { rows: story.seen.rows.values(), children: story.children, days: story.days.seen })
        const after = gradedTables(random, story, names, { rows: story.due.rows.values(), children: story.children.map((child) => ({ ...child, core: story.belongs.get(child.id) ?? child.core })), days: story.days.due })
        const parts = partsOf(story, names, { before, after, traces })
        const t1 = performance.now()
        const a = engine.buildImage({ tables: [...before, ...traces] })
        const b = engine.buildImage({ tables: [...after, ...traces] })
        const t2 = performance.now()
        runs++; time += t1 - t0; timeB += t2 - t1; kib += a.length / 1024; rows += story.seen.rows.size
        const [seedC, target] = [engine.readContent(a), engine.readContent(b)]
        const grader = new Grader({ before: seedC, target, parts })
        const accepts = acceptsReading(parts.flatMap(({ tables }) => tables), (s) => readDue(s, names, story))
        const play = (queries: readonly string[], label: string) => {
          const sandbox = engine.open(a, { safety: 'own', clock: 0 })
          for (const query of queries) {
            const outcome = sandbox.run(query, ['trial', 'x', 1])
            if (!outcome.ok) problems.push(`${label} ${world.id} ${seed}: ${outcome.message} ${query.slice(0, 120)}`)
          }
          const state = sandbox.content()
          sandbox.close()
          const grade = grader.grade(state)
          if (accepts(seedC, state) !== grade.solved) problems.push(`${label} ${world.id} ${seed} ${story.plan}: accepts ${!grade.solved} grade ${grade.solved} ${JSON.stringify(grade.report.examples.slice(0, 1))}`)
          return grade
        }
        for (const oracle of writeOracles(story, names)) if (!play(oracle.queries, oracle.name).solved) problems.push(`${oracle.name} ${world.id} ${seed} ${story.plan} not solved`)
        if (!accepts(seedC, target)) problems.push(`target not accepted ${world.id} ${seed} ${story.plan}`)
        for (const wrong of writeWrongRepairs(story, names)) {
          const grade = play(wrong.queries, wrong.name)
          const list = sums.get(`${wrong.kind} ${wrong.name}`) ?? []
          sums.set(`${wrong.kind} ${wrong.name}`, list)
          list.push(grade.scoreMicros / 1e6)
        }
      }
    console.log(`LEVEL ${level}: draw ${(time / runs).toFixed(1)} ms, images ${(timeB / runs).toFixed(1)} ms, ${Math.round(kib / runs)} KiB, ${Math.round(rows / runs)} rows\n` + [...sums].map(([k, v]) => `  ${k}: mean ${(v.reduce((x, y) => x + y, 0) / v.length).toFixed(3)} max ${Math.max(...v).toFixed(3)}`).join('\n') + `\n  PROBLEMS ${problems.length} ${problems.slice(0, 4).join('\n')}`)
  }
}, 600000)
