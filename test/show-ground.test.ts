import { it } from 'vitest'
import { Random } from '../src/kit/random.ts'
import { doubleLoad } from '../src/tasks/incidents/double-load/double-load.ts'
import { businessList } from '../src/tasks/worlds/world-list.ts'

it('shows', () => {
  const [level, w, seed] = [Number(process.env['L'] ?? 3), Number(process.env['W'] ?? 0), Number(process.env['S'] ?? 0)]
  const world = businessList[w]!
  const options = { world, level: level as 3 }
  const sketch = doubleLoad.sketch(new Random('s', seed, level), options)
  const out = doubleLoad.generate(new Random('x', seed), { ...options, sketch })
  console.log(out.sketch, out.stepLimit, '\n' + out.goal)
  for (const t of out.seed.tables) {
    console.log(`--- ${t.rows.length} rows\n${t.ddl}`)
    const text =
      t.columns.some((c) =>
        [
          'body',
          'page_text',
          'message',
          'mail_text',
          'note',
          'summary',
          'definition',
          'meaning',
          'TEXT30',
          'DESCR',
        ].includes(c),
      ) && t.rows.length < 60
    for (const row of t.rows.slice(0, text ? 60 : 4)) console.log(row.map(String).join(' | '))
  }
})
