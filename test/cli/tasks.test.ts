import { describe, expect, it } from 'vitest'
import { showInstance } from '../../src/cli/describe-task.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createRuntime } from '../../src/index.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import type { DatabaseContent } from '../../src/data/content.ts'
import { toTypedCell } from '../../src/data/values.ts'
import { describeInstance, type InstanceDescription } from '../../src/proof/describe/describe-instance.ts'
import {
  everyFamily,
  drillList,
  familyTask,
  familyTaskId,
  incidentFamilies,
  drillTasks,
  splitTasks,
  worldsOf,
} from '../../src/tasks/family-list.ts'
import { instantiate, type TaskInstance } from '../../src/tasks/instantiate.ts'
import { taskList } from '../../src/tasks/task-list.ts'
import type { TaskDefinition } from '../../src/tasks/define-task.ts'
import { widthOf } from '../../src/cli/terminal/terminal-text.ts'
import { runHere } from './run-here.ts'

const tasks = (...args: string[]): ReturnType<typeof runHere> => runHere(['tasks', ...args])

/** One task of each family, worlds and levels in turn. */
const sample: readonly TaskDefinition[] = drillList.map((family, place) => {
  const worlds = worldsOf(family)
  const level = family.levels[place % family.levels.length] as (typeof family.levels)[number]
  return familyTask(family, worlds[place % worlds.length] as (typeof worlds)[number], level, 'train')
})

/** Values of the target that nobody can read in the database as it is found, long enough not to occur by chance. */
function targetOnly({ before, target, goal }: TaskInstance): string[] {
  const values = ({ tables }: DatabaseContent): string[] =>
    [...tables.values()].flatMap(({ rows }) => rows.flatMap((row) => row.map((cell) => cell.slice(1))))
  const readable = [...values(before), goal].join('\n')
  return [...new Set(values(target))].filter((value) => value.length >= 5 && !readable.includes(value))
}

/** What is printed less marks in which digits occur by chance. */
const bare = (text: string, { canary, image_digest: digest }: InstanceDescription): string =>
  text.replaceAll(canary, '').replaceAll(digest, '')

const engineOf = async (): Promise<Engine> => createEngine(await loadSqliteWasm())

describe('tasks', () => {
  it('lists the five and every family, the same on every run', async () => {
    const [first, second, json] = await Promise.all([tasks(), tasks(), tasks('--json')])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(second?.stdout).toBe(first?.stdout)
    const { tasks: rows } = JSON.parse(json.stdout) as { tasks: Record<string, unknown>[] }
    expect(json.stdout.trimEnd()).not.toContain('\n')
    expect(rows.map((row) => row['id'])).toEqual([...taskList, ...everyFamily].map(({ id }) => id))
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([
        'id',
        'suite',
        'version',
        'dimension',
        'difficulty',
        'step_limit',
        'splits',
        'worlds',
        'levels',
        'summary',
      ])
      expect(first.stdout).toContain(` ${String(row['id'])} `)
    }
    // One truth: what GET /tasks says of a family.
    for (const item of (await createRuntime()).listTasks()) {
      expect(rows.find(({ id }) => id === item.id)).toMatchObject(item)
    }
  })

  const inTest = new Set(splitTasks('test').map(({ id }) => id))

  it('lists incidents as well', async () => {
    const [all, some] = await Promise.all([tasks('--suite', 'incidents', '--json'), tasks('--level', '5', '--json')])
    const idsOf = (text: string): string[] =>
      (JSON.parse(text) as { tasks: { id: string }[] }).tasks.map(({ id }) => id)
    expect(idsOf(all.stdout)).toEqual(incidentFamilies.map(({ id }) => id))
    expect(idsOf(some.stdout)).toEqual(
      incidentFamilies.flatMap(({ id, version, worlds }) => worlds.map((world) => `${id}@${version}/${world.id}/5`)),
    )
  })

  it.each([
    [['--family', 'date_iso'], (task: TaskDefinition) => task.family?.family === 'date_iso'],
    [
      ['--world', 'payroll', '--level', '2'],
      ({ family }: TaskDefinition) => family?.world === 'payroll' && family.level === 2,
    ],
    [['--split', 'test', '--suite', 'drills'], ({ id }: TaskDefinition) => inTest.has(id)],
    [['--task', 'date_iso@2/shop/2'], ({ id }: TaskDefinition) => id === 'date_iso@2/shop/2'],
  ])('%j narrows the list to tasks', async (args, belongs) => {
    const wanted = drillTasks()
      .filter(belongs)
      .map(({ id }) => id)
    const [text, json] = await Promise.all([tasks(...args), tasks(...args, '--json')])
    const { tasks: rows } = JSON.parse(json.stdout) as { tasks: { id: string }[] }
    expect(rows.map(({ id }) => id)).toEqual(wanted)
    for (const id of wanted) expect(text.stdout).toContain(` ${id} `)
    expect(text.stdout).toMatch(new RegExp(`\\n${wanted.length} tasks?\\n$`))
  })

  it.each([
    [['--family', 'nope'], 'unknown_task'],
    [['--family', 'task_easy'], 'unknown_task'],
    [['--world', 'mars'], 'unknown_task'],
    [['--family', 'epoch_mix', '--world', 'payroll'], 'unknown_task'],
    [['--task', 'task_nope'], 'unknown_task'],
    [['--task', 'date_iso@999/shop/1', '--show'], 'unknown_task'],
    [['--level', '6'], 'wrong_use'],
    [['--level', 'high'], 'wrong_use'],
    [['--split', 'all'], 'wrong_use'],
    [['--split', 'test', '--task', 'task_easy'], 'wrong_use'],
    [['--show'], 'wrong_use'],
    [['--show', '--world', 'shop'], 'wrong_use'],
    [['--answer'], 'wrong_use'],
    [['--seeds', '1..2'], 'wrong_use'],
    [['--show', '--family', 'date_iso', '--seeds', '1..2'], 'wrong_use'],
    [['--show', '--family', 'date_iso', '--json', '--seeds', '2..1'], 'wrong_use'],
    [['--show', '--family', 'date_iso', '--json', '--seed', '1', '--seeds', '1..2'], 'wrong_use'],
    [['--seed', '3'], 'wrong_use'],
    [['--show', '--family', 'date_iso', '--seed', '-1'], 'wrong_use'],
    [['--task', 'task_easy', '--family', 'date_iso'], 'wrong_use'],
    [['extra'], 'wrong_use'],
  ])('%j is wrong use', async (args, code) => {
    const { code: exit, stdout, stderr } = await tasks(...args)
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^error: ${code}: [^\\n]+\\n$`))
  })
})

describe('the lists', () => {
  const widest = (text: string): number => Math.max(...text.split('\n').map(widthOf))

  it('fit 100 columns, where nobody looks as well', async () => {
    const [whole, split] = await Promise.all([tasks(), tasks('--split', 'test')])
    for (const { stdout } of [whole, split]) expect(widest(stdout)).toBeLessThanOrEqual(100)
    // No name is cut, and every summary is told whole.
    expect(whole.stdout).not.toContain('…')
  })
})

describe('tasks --show --answer of an incident', () => {
  it('tells what happened, where it is written, and why no other answer fits', async () => {
    const args = ['tasks', '--show', '--family', 'double_load', '--level', '3', '--seed', '7', '--answer']
    const { code, stdout } = await runHere(args)
    expect(code).toBe(0)
    const headings = [...stdout.matchAll(/^([A-Z][A-Z ]+)(?::|, as found)?/gm)].map(([, heading]) => heading)
    expect(headings).toEqual(
      expect.arrayContaining(['WHAT HAPPENED', 'SEEN', 'WHERE IT IS WRITTEN', 'PAPERS', 'ANOTHER']),
    )
    const { answer } = JSON.parse((await runHere([...args, '--json'])).stdout) as InstanceDescription
    const story = answer?.story
    if (!story) throw new Error('it has no story')
    expect(story.answers_left).toBe(1)
    expect(story.answers_digits).toBeGreaterThan(5)
    for (const { before, after } of story.seen) expect(before).not.toEqual(after)
    for (const { needed, open_without: open } of story.traces) expect(open > 0).toBe(needed)
    for (const { score } of story.wrong) expect(score).toBeLessThan(0.95)
    expect(stdout).toContain(`${story.choices} things are to decide`)
  })

  it('is told of no drill', async () => {
    const { stdout } = await runHere(['tasks', '--show', '--task', 'task_easy', '--answer', '--json'])
    expect((JSON.parse(stdout) as InstanceDescription).answer?.story).toBe(null)
  })
})

describe('tasks --show', () => {
  it('shows an instance: facts, goal, tables, damage, evidence, decoys, and the answer when asked for', async () => {
    const args = ['--show', '--family', 'sentinels', '--world', 'clinic', '--level', '2', '--seed', '7']
    const [text, again, json, answer] = await Promise.all([
      tasks(...args),
      tasks(...args),
      tasks(...args, '--json'),
      tasks(...args, '--json', '--answer'),
    ])
    expect(text).toMatchObject({ code: 0, stderr: '' })
    expect(again?.stdout).toBe(text?.stdout)
    const shown = JSON.parse(json.stdout) as InstanceDescription
    expect(Object.keys(shown)).toEqual([
      'id',
      'suite',
      'summary',
      'difficulty',
      'family',
      'version',
      'world',
      'level',
      'split',
      'dimension',
      'seed',
      'canary',
      'step_limit',
      'query_budget',
      'as_of',
      'image_digest',
      'goal',
      'tables',
      'damage',
      'evidence',
      'decoys',
    ])
    expect(shown).toMatchObject({ world: 'clinic', level: 2, seed: 7, split: 'train', dimension: 'missing' })
    expect(shown.query_budget).toBe(shown.step_limit - 1)
    for (const fact of [shown.id, shown.canary, shown.goal, shown.as_of, 'EVIDENCE', 'DECOYS', 'TO REPAIR']) {
      expect(text.stdout).toContain(fact)
    }
    for (const { name, rows } of shown.tables) expect(text.stdout).toMatch(new RegExp(`│ ${name} .* │ ${rows} `))
    expect(text.stdout).not.toMatch(/ORACLE|REPAIRED/)
    const { answer: told, ...rest } = JSON.parse(answer.stdout) as InstanceDescription
    expect(rest).toEqual(shown)
    expect(told?.oracle.queries.join('')).toContain('UPDATE')
    expect(told?.repairs).toHaveLength(shown.damage.reduce((sum, { of }) => sum + of, 0))
    const full = await tasks(...args, '--answer')
    for (const query of told?.oracle.queries ?? []) expect(full.stdout).toContain(`${query};\n`)
    expect(full.stdout).toContain(' → NULL')
  })

  it('shows the instances of several seeds, a line each, as one by one', async () => {
    const args = ['--show', '--task', 'bool_lexeme@2/shop/1', '--split', 'validation', '--answer', '--json']
    const { stdout } = await tasks(...args, '--seeds', '4..6')
    const alone = await Promise.all(['4', '5', '6'].map((seed) => tasks(...args, '--seed', seed)))
    expect(stdout).toBe(alone.map((one) => one.stdout).join(''))
  })

  it('shows the classic tasks too, rows to add and to remove among them', async () => {
    const hard = JSON.parse(
      (await tasks('--show', '--task', 'task_hard', '--answer', '--json')).stdout,
    ) as InstanceDescription
    expect(hard).toMatchObject({ id: 'task_hard', family: null, split: null, seed: null, evidence: [] })
    expect(hard.damage.map(({ table }) => table)).toEqual(['invoices'])
    expect(hard.answer?.repairs.some(({ table, before }) => table === 'monthly_revenue' && before === null)).toBe(true)
    expect(hard.answer?.repairs.some(({ table, after }) => table === 'invoices' && after === null)).toBe(true)
    expect(hard.decoys.examples.length).toBeGreaterThan(0)
    const hidden = await tasks('--show', '--task', 'task_hard')
    expect(hidden.stdout).not.toMatch(/\bremoved\b|\badded\b/)
  })

  it('tells nothing of the target unless asked for the answer', async () => {
    const engine = await engineOf()
    let checked = 0
    for (const task of [...taskList, ...sample]) {
      const instance = instantiate(engine, task, 5)
      const secret = targetOnly(instance)
      const [shown, told] = [false, true].map((answer) => describeInstance(engine, instance, { answer, excerpt: 8 }))
      if (shown === undefined || told === undefined) throw new Error('no description')
      const printed = bare(showInstance(shown) + JSON.stringify(shown), shown)
      expect(
        secret.filter((value) => printed.includes(value)),
        task.id,
      ).toEqual([])
      const answered = JSON.stringify(told)
      checked += secret.filter((value) => answered.includes(JSON.stringify(value).slice(1, -1))).length
    }
    // Without values that the answer does tell, the test could not fail.
    expect(checked).toBeGreaterThan(200)
  })

  it('keeps the answer back through the command as well', async () => {
    const engine = await engineOf()
    for (const task of sample.filter((_, place) => place % 5 === 0)) {
      const secret = targetOnly(instantiate(engine, task, 0))
      const args = ['--show', '--task', task.id, '--split', 'train']
      const json = await tasks(...args, '--json')
      const described = JSON.parse(json.stdout) as InstanceDescription
      const printed = bare(json.stdout + (await tasks(...args)).stdout, described)
      expect(secret.filter((value) => printed.includes(value))).toEqual([])
    }
  })

  it('finds decoys, evidence above level 1 and every row to repair in all families', async () => {
    const engine = await engineOf()
    for (const task of sample) {
      const instance = instantiate(engine, task, 1)
      const { damage, evidence, tables, decoys, answer } = describeInstance(engine, instance, {
        answer: true,
        excerpt: 3,
      })
      const wrong = tables.reduce((sum, table) => sum + table.cells_to_repair, 0)
      expect(wrong).toBeGreaterThan(0)
      expect(answer?.repairs.length).toBeGreaterThan(0)
      for (const { rows, columns, of } of [...damage, ...evidence]) {
        expect(rows.length).toBeLessThanOrEqual(Math.min(of, 6))
        for (const row of rows) expect(row).toHaveLength(columns.length)
      }
      if ((task.family?.level ?? 1) > 1) expect(evidence.length, task.id).toBeGreaterThan(0)
      for (const { table, columns, values } of decoys.examples) {
        const found = instance.before.tables.get(table.toLowerCase())
        const places = columns.map((name) => found?.columns.indexOf(name) ?? -1)
        const cells = values.map((value) => toTypedCell(value as string | number | null))
        expect(
          found?.rows.some((row) => places.every((place, index) => row[place] === cells[index])),
          task.id,
        ).toBe(true)
      }
    }
  })

  it('lets no control character of the data reach the terminal', async () => {
    const engine = await engineOf()
    const { damage, ...instance } = describeInstance(engine, instantiate(engine, sample[0] as TaskDefinition, 0), {
      answer: true,
      excerpt: 2,
    })
    const evil = 'a\u001B[31mb\u0007\u009Bc\r\nd'
    const [first] = damage
    if (first === undefined || instance.answer === undefined) throw new Error('nothing to repair')
    const text = showInstance({
      ...instance,
      goal: evil,
      damage: [{ ...first, table: evil, rows: first.rows.map((row) => row.map(() => evil)) }],
      evidence: [{ table: evil, columns: [evil], rows: [[evil]], of: 1 }],
      decoys: { ...instance.decoys, examples: [{ table: evil, columns: [evil], values: [evil], tempts: evil }] },
      answer: {
        oracle: { name: evil, queries: [evil] },
        other_oracle: { name: evil, queries: [evil] },
        story: {
          station: evil,
          broke: evil,
          plan: { id: evil, summary: evil, operation: evil },
          seen: [{ name: evil, query: evil, before: [[evil]], after: [] }],
          traces: [{ name: evil, needed: true, says: evil, where: [evil], open_without: 1 }],
          papers: [{ voice: 'chat', text: evil }],
          policies: [evil],
          choices: 1,
          answers_digits: 1,
          answers_left: 1,
          wrong: [{ name: evil, kind: 'prior', score: 0.25 }],
        },
        repairs: [{ table: evil, columns: [evil], before: [evil], after: [null] }],
      },
    })
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/)
    expect(text.split(String.raw`\u001b[31m`).length).toBeGreaterThan(8)
  })

  it('names the family id in the id of the shown task', async () => {
    const [family] = drillList
    const [world] = family === undefined ? [] : worldsOf(family)
    if (family === undefined || world === undefined) throw new Error('no family')
    const { stdout } = await tasks('--show', '--family', family.id, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ id: familyTaskId(family, world, 1), seed: 0 })
  })
})
