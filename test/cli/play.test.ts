import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Trajectory } from '../../src/index.ts'
import type { CliResult } from './run-cli.ts'
import { runHere } from './run-here.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-play-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const play = (input: string, ...args: string[]): Promise<CliResult> =>
  runHere(['play', 'task_easy', ...args], { input })

describe('play', () => {
  it('shows goal, rows as a table, rewards, errors, and what was repaired and missed', async () => {
    const { code, stdout, stderr } = await play(
      [
        '.schema',
        'SELECT id, email',
        '  FROM users LIMIT 2;',
        'SELECT nope;',
        "UPDATE users SET email = lower(replace(email, ' ', ''));",
        '.finish',
        'never read;',
      ].join('\n'),
    )
    expect(stderr).toBe('')
    expect(code).toBe(1)
    expect(stdout).toContain('phone: keep exactly the ten digits')
    expect(stdout).toContain('users(id, name, email, phone, note)')
    expect(stdout).toContain('CREATE TABLE users')
    expect(stdout).toMatch(/┌─+┬─+┐\n│ id │ email +│\n├─+┼─+┤\n│ \d+ │ \S.*│\n│ \d+ │ \S.*│\n└─+┴─+┘\n2 rows\n/)
    expect(stdout).toContain('reward +0.03, return 0.06 (step 2, 8 left)')
    expect(stdout).toContain('error: statement 1: no such column: nope\nreward -0.05, return 0.01 (step 3, 7 left)')
    expect(stdout).toContain('32 rows affected')
    expect(stdout).toMatch(/│ users │ email +│ +16 │ +0 │ +0 │ +0 │/)
    expect(stdout).toMatch(/│ users │ phone +│ +0 │ +16 │ +0 │ +0 │/)
    expect(stdout).toMatch(/missed: users\.phone of \d+: '.*' -> '.*', expected '\d{10}'/)
    expect(stdout).toMatch(/grader score 0\.5, not solved, return 0\.29, final score 0\.29\n$/)
    expect(stdout).not.toContain('never read')
  })

  it('ends with 0 when solved', async () => {
    const { code, stdout } = await play(
      "UPDATE users SET email = lower(replace(email, ' ', '')), phone = substr(replace(replace(replace(phone, '-', ''), '(', ''), ')', ''), -10);\n.finish\n",
      '--seed',
      '12',
    )
    expect(code).toBe(0)
    expect(stdout).toContain('grader score 1, solved')
  })

  it('plays a family in a world, at a level, from a split', async () => {
    const file = join(folder, 'family.jsonl')
    const args = ['play', 'date_iso', '--level', '2', '--world', 'bank', '--split', 'validation', '--record', file]
    expect((await runHere(args, { input: '.quit\n' })).stderr).toBe('')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ task_id: 'date_iso@2/bank/2', split: 'validation' })
  })

  it('makes no record of a task that there is not', async () => {
    const file = join(folder, 'none.jsonl')
    expect(await runHere(['play', 'task_nope', '--record', file])).toMatchObject({ code: 2 })
    expect(existsSync(file)).toBe(false)
  })

  it('takes steps back as if they had never been, also in the record', async () => {
    const file = join(folder, 'undone.jsonl')
    const { stdout } = await play(
      '.undo\nDELETE FROM users;\n.undo\nSELECT count(*) FROM users;\n.finish\n',
      '--record',
      file,
    )
    expect(stdout).toContain('there is nothing to take back')
    expect(stdout).toContain('the last step is taken back; step 0 of 10')
    expect(stdout).toMatch(/│ +32 │/)
    expect(stdout).toContain('reward +0.03, return 0.03 (step 1, 9 left)')
    const trajectory = JSON.parse(readFileSync(file, 'utf8')) as Trajectory
    expect(trajectory.steps.map((step) => step.action)).toEqual([
      { action_type: 'execute_sql', query: 'SELECT count(*) FROM users;' },
      { action_type: 'finish_task' },
    ])
  })

  it('runs what was typed last when the input ends, and says that nothing was submitted', async () => {
    const { code, stdout } = await play('SELECT 41 +\n1 AS answer')
    expect(code).toBe(1)
    expect(stdout).toMatch(/│ +42 │/)
    expect(stdout).toMatch(/left without submitting\n$/)
  })

  it('answers .goal, .help, .quit and unknown commands without a step', async () => {
    const { stdout } = await play('.goal\n.help\n.nonsense\n\n.quit\nSELECT 1;\n')
    expect(stdout.match(/phone: keep exactly/g)).toHaveLength(2)
    expect(stdout).toContain('there is no command .nonsense')
    expect(stdout).not.toContain('reward')
  })

  it('lets no control character of the data through to the terminal', async () => {
    const { stdout } = await play(
      "SELECT char(27) || '[2J' AS a, char(155) || 'x' AS b;\nSELECT \"\u001B[2J\";\n.quit\n",
    )
    expect(stdout).not.toContain('\u001B')
    expect(stdout).not.toContain('\u009B')
    expect(stdout).toContain('\\u009bx')
    expect(stdout).toContain('\\u001b[2J')
  })

  it('knows wrong use', async () => {
    const unknown = await runHere(['play', 'task_nope'])
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    expect(unknown.stderr).toMatch(/^error: unknown_task: .+\n$/)
    // Nobody is there to be asked.
    const open = await runHere(['play'])
    expect(open).toMatchObject({ code: 2, stdout: '' })
    expect(open.stderr).toMatch(/^error: wrong_use: .*play task_easy.*--family date_iso --level 2.*\n$/)
    const wrong = [
      ['date_iso@2/shop/2', '--level', '3'],
      ['task_easy', '--world', 'shop'],
      ['date_iso', '--family', 'date_iso'],
      ['task_easy', '--split', 'test'],
      ['--family', 'dat_iso'],
      ['--family', 'date_iso', '--split', 'tset'],
      ['--family', 'double_escape', '--split', 'train'],
      ['date_iso', '--world', 'saas', '--split', 'train'],
      ['--level', '3'],
    ]
    const results = await Promise.all(wrong.map(async (args) => await runHere(['play', ...args])))
    for (const result of results) expect(result).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('record and replay', () => {
  it('replays every byte of a recorded demo, and names the first step that differs', async () => {
    const file = join(folder, 'demo.jsonl')
    expect((await runHere(['demo', '--json', '--seed', '3', '--record', file])).code).toBe(0)
    const equal = await runHere(['replay', file])
    expect(equal).toMatchObject({ code: 0, stderr: '' })
    expect(equal.stdout.match(/every byte equal/g)).toHaveLength(5)

    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const changed = JSON.parse(lines[2] as string) as Trajectory
    const step = changed.steps[3]
    if (step) step.result.reward = 0.04
    const other = join(folder, 'changed.jsonl')
    writeFileSync(other, [lines[0], JSON.stringify(changed)].join('\n'))
    const differs = await runHere(['replay', other])
    expect(differs.code).toBe(1)
    expect(differs.stdout).toContain('episode 1 (task_easy): 5 steps, every byte equal')
    expect(differs.stdout).toMatch(
      /episode 2 \(task_hard\): step 4 differs\n {2}recorded: .*0\.04.*\n {2}replayed: .*0\.03/,
    )
    const json = JSON.parse((await runHere(['replay', other, '--json'])).stdout) as { episodes: object[] }
    expect(json).toMatchObject({ equal: false, episodes: [{ equal: true }, { equal: false, first_difference: 4 }] })
  })

  it('repeats what the host had cut, in place of running it', async () => {
    const file = join(folder, 'cut.jsonl')
    await play('SELECT 1;\nSELECT 2;\n.quit\n', '--record', file)
    const trajectory = JSON.parse(readFileSync(file, 'utf8')) as Trajectory
    const [, second] = trajectory.steps
    if (!second) throw new Error('two steps were played')
    second.host_cut = 'time'
    second.result.reward = -0.05
    second.result.observation = {
      ...second.result.observation,
      last_query_result: null,
      last_error: 'statement 7: stopped: the query ran too long',
    }
    writeFileSync(file, JSON.stringify(trajectory))
    expect((await runHere(['replay', file])).stdout).toContain('2 steps, every byte equal')
  })

  it.each([
    ['nothing', '', 'validation_error'],
    ['no JSON', '{"format":', 'invalid_json'],
    ['another object', '{"format":"something else"}', 'validation_error'],
  ])('refuses a file with %s', async (_name, content, code) => {
    const file = join(folder, 'bad.jsonl')
    writeFileSync(file, content)
    const result = await runHere(['replay', file])
    expect(result.code).toBeGreaterThan(0)
    expect(result.stderr).toMatch(new RegExp(`^error: ${code}: .+\\n$`))
  })

  it('never overwrites a record, and says when a file is missing', async () => {
    const file = join(folder, 'mine.jsonl')
    writeFileSync(file, 'mine')
    const result = await runHere(['demo', '--json', '--record', file])
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toMatch(/^error: file_exists: /)
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect((await runHere(['replay', join(folder, 'none')])).stderr).toMatch(/^error: io_error: .+\n$/)
  })
})
