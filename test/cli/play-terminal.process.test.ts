/** `play` as a person meets it: in a pseudo-terminal. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { widthOf } from '../../src/cli/terminal/terminal-text.ts'
import type { Trajectory } from '../../src/index.ts'
import { runCli } from './run-cli.ts'
import { ctrlC, ctrlD, hasTerminal, typed, type Step } from './typed.ts'
import { everyFamily } from '../../src/tasks/family-list.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dataops-typed-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const enter = '\r'
/** A line, once the prompt is there, and then the next prompt. */
const lines = (...texts: string[]): Step[] => texts.flatMap((text) => ['sql> ', [`${text}${enter}`]] as Step[])

/** What a file says was played. */
function playedIn(file: string): unknown[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as Trajectory).steps.map((step) => step.action)
}

const sql = (query: string): object => ({ action_type: 'execute_sql', query })

describe.skipIf(!hasTerminal)('play in a terminal', () => {
  it('drops what is typed at Ctrl-C, half statements too, and leaves when it comes twice on an empty line', async () => {
    const file = join(folder, 'cancelled.jsonl')
    const { code, text } = await typed(
      ['play', 'task_easy', '--record', file],
      [
        ...['sql> ', ['DELETE FROM users'] as const, 'DELETE FROM users', [ctrlC] as const, '^C'],
        ...lines('UPDATE users SET note = 1'),
        '...> ',
        ['WHERE 1;'],
        'WHERE 1;',
        [ctrlC],
        '^C',
        ...lines('SELECT 1;'),
        'reward',
        // Once on an empty line warns; a line in between makes it once again.
        ...['sql> ', [ctrlC] as const, 'Ctrl-C again leaves'],
        ...lines('SELECT 2;'),
        'reward',
        ...['sql> ', [ctrlC] as const, 'Ctrl-C again leaves', 'sql> ', [ctrlC] as const],
      ],
    )
    expect(code).toBe(1)
    expect(text).toMatch(/left without submitting\n$/)
    expect(playedIn(file)).toEqual([sql('SELECT 1;'), sql('SELECT 2;')])
  })

  it('leaves at Ctrl-D and runs nothing that is half typed', async () => {
    const file = join(folder, 'ended.jsonl')
    const { code, text } = await typed(
      ['play', 'task_easy', '--record', file],
      [...lines('DELETE FROM users'), '...> ', [ctrlD]],
    )
    expect(code).toBe(1)
    expect(text).toMatch(/left without submitting\n$/)
    expect(playedIn(file)).toEqual([])
  })

  it('takes statements of several lines, with semicolons in strings, comments and triggers', async () => {
    const file = join(folder, 'lines.jsonl')
    const trigger = ['CREATE TEMP TRIGGER t AFTER UPDATE ON users BEGIN', "SELECT 'a;", "b';", 'END; -- done'] as const
    const { text } = await typed(
      ['play', 'task_easy', '--record', file],
      [
        ...lines(trigger[0]),
        ...['...> ', [`${trigger[1]}${enter}`] as const, '...> ', [`${trigger[2]}${enter}`] as const],
        ...['...> ', [`${trigger[3]}${enter}`] as const],
        ...lines('SELECT 41'),
        ...['...> ', [`.finish${enter}`] as const, 'middle of SQL', '...> ', [`+ 1;${enter}`] as const, '42'],
        ...lines('.quit'),
      ],
    )
    expect(text).toContain('42')
    expect(playedIn(file)).toEqual([sql(trigger.join('\n')), sql('SELECT 41\n+ 1;')])
  })

  it('completes commands, tables, columns and keywords with Tab', async () => {
    const file = join(folder, 'completed.jsonl')
    const { text } = await typed(
      ['play', 'task_easy', '--record', file],
      [
        // Each Tab is a key of its own: in pasted text it is a blank.
        ...[
          'sql> ',
          ['.sch'] as const,
          '.sch',
          ['\t'] as const,
          'ema',
          [' us'] as const,
          ' us',
          ['\t'] as const,
          'ers',
        ],
        ...[[enter] as const, 'reward', 'sql> ', ['sel'] as const, 'sel', ['\t'] as const, 'ect', [' ph'] as const],
        ...[' ph', ['\t'] as const, 'one', [' FROM '] as const, 'FROM ', ['\t'] as const, 'users', [' LIM'] as const],
        ...['LIM', ['\t'] as const, 'IT', [` 1;${enter}`] as const, 'reward'],
        ...[
          'sql> ',
          ['SELECT users.n'] as const,
          '.n',
          ['\t'] as const,
          ['\t'] as const,
          'name',
          'note',
          [ctrlC] as const,
        ],
        ...lines('.quit'),
      ],
    )
    expect(playedIn(file)).toEqual([
      { action_type: 'inspect_schema', table_name: 'users' },
      sql('select phone FROM users LIMIT 1;'),
    ])
    expect(text).toContain('left without submitting')
  })

  it.each([60, 40])('fits %i columns', async (columns) => {
    const { text } = await typed(
      ['play', 'date_iso', '--level', '2', '--world', 'bank'],
      [
        ...lines('.help', '.tables', '.goal', '.schema'),
        'reward',
        ...lines('SELECT * FROM OfficeRules;'),
        'reward',
        ...lines('SELECT * FROM Bookings LIMIT 3;'),
        'reward',
        ...lines("SELECT 'x' || hex(zeroblob(300)) AS wide, HolderName, Phone, Email FROM Holders LIMIT 2;"),
        '.full',
        ...lines('.full', 'SELECT nothing_of_this_name_stands_anywhere_in_this_database_as_far_as_i_know;'),
        'error',
        ...lines('.full', '.nonsense', '.schma', "UPDATE Bookings SET Note = 'x';"),
        'affected',
        ...lines('.finish'),
      ],
      { columns },
    )
    const tooWide = text.split('\n').filter((line) => !/^(?:sql|\.\.\.)> /.test(line) && widthOf(line) > columns)
    expect(tooWide).toEqual([])
    expect(text).toContain('…')
    expect(text).toMatch(/damaged/)
    expect(text).toContain('grader score 0, not solved')
  })

  it('tells NULL from an empty text and from the word, and shows hostile values as they are written', async () => {
    const { raw, text } = await typed(
      ['play', 'task_easy'],
      [
        ...lines("SELECT NULL a, '' b, 'NULL' c, '''NULL''' d, '5' e, 5 f, 'it''s' g, ' x' h;"),
        'reward',
        ...lines(
          "SELECT char(27) || '[2J' || char(27) || ']0;title' || char(7), char(155) || '2J', char(8238) || 'x';",
        ),
        'reward',
        ...lines('.full', "SELECT json_extract('{}', char(27) || '[2J');"),
        'reward',
        ...lines('.quit'),
      ],
      { env: { NO_COLOR: '1' } },
    )
    const row = text.split('\n').find((line) => line.includes('│ NULL'))
    const cells = row?.split('│').map((cell) => cell.trim())
    expect(cells).toEqual(['', 'NULL', "''", "'NULL'", "'''NULL'''", "'5'", '5', "it's", "' x'", ''])
    expect(text).toContain(String.raw`\u001b[2J\u001b]0;title\u0007`)
    expect(text.match(/\\u009b2J/g)).toHaveLength(2)
    expect(text).toMatch(/error: .*\\u001b\[2J/)
    // What editing a line takes is all that stays.
    // oxlint-disable-next-line no-control-regex
    expect(raw.replaceAll(/\u001B\[(?:\d*G|0J)/g, '')).not.toMatch(/[\u001B\u0007\u009B\u202E]/)
  })

  it('shows grades and errors in colour, unless told not to', async () => {
    const steps = [...lines('SELECT nope;'), 'reward', ...lines('.finish')]
    const [plain, coloured] = await Promise.all([
      typed(['play', 'task_easy'], steps, { env: { NO_COLOR: '1' } }),
      typed(['play', 'task_easy'], steps),
    ])
    // oxlint-disable-next-line no-control-regex
    const colour = /\u001B\[\d+m/
    expect(plain.raw).not.toMatch(colour)
    expect(coloured.raw).toContain('\u001B[31merror: statement 1: no such column: nope\u001B[0m')
    expect(coloured.raw).toContain('\u001B[33mgrader score 0, not solved')
    expect(coloured.text).toBe(plain.text)
    const input = 'SELECT nope;\n.finish\n'
    const [piped, forced] = await Promise.all([
      runCli(['play', 'task_easy'], { input }),
      runCli(['play', 'task_easy'], { input, env: { FORCE_COLOR: '1' } }),
    ])
    expect(piped.stdout).not.toMatch(colour)
    expect(forced.stdout).toMatch(colour)
  })

  it('suggests what was meant, at no cost', async () => {
    const { text } = await typed(
      ['play', 'task_easy'],
      [...lines('.schma', '.tabels', 'finish', 'help', '.tables', '.FINISH now', 'QUIT;')],
    )
    for (const shown of [
      'there is no command .schma; did you mean .schema?',
      'there is no command .tabels; did you mean .tables?',
      'commands begin with a dot; did you mean .finish?',
      '.finish takes nothing behind it',
    ]) {
      expect(text).toContain(shown)
    }
    expect(text.match(/\.undo +take the last step back/g)).toHaveLength(2)
    expect(text.match(/^users\(id, name, email, phone, note\)$/gm)).toHaveLength(2)
    expect(text).not.toContain('reward')
  })
})

describe.skipIf(!hasTerminal)('the picker', () => {
  it('asks for task, level and world, and says what was meant', async () => {
    const file = join(folder, 'picked.jsonl')
    const { code, text } = await typed(
      ['play', '--record', file],
      [
        ...['[1]: ', [`dat_iso${enter}`] as const, 'did you mean date_iso?', '[1]: ', [`99${enter}`] as const, 'no 99'],
        ...['[1]: ', [`date_iso/bank${enter}`] as const, 'did you mean date_iso@2/bank/1?'],
        ...['[1]: ', [`6${enter}`] as const, 'level', '[1]: ', [`7${enter}`] as const, 'a level is', '[1]: '],
        ...[[`2${enter}`] as const, 'world [shop]: ', [`bank${enter}`] as const],
        ...lines('.quit'),
      ],
      { columns: 60 },
    )
    expect(code).toBe(1)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ task_id: 'date_iso@2/bank/2', seed: 0 })
    expect(text).toMatch(/^ {2}1 {2}task_easy /m)
    expect(text).toMatch(/^ {2}0 {2}surprise me$/m)
    const list = text.split('\n').filter((line) => /^ *\d+ {2}/.test(line))
    expect(list).toHaveLength(6 + everyFamily.length)
    for (const line of list) expect(widthOf(line)).toBeLessThanOrEqual(60)
  })

  it('surprises, within what the command line says, and tells at the end', async () => {
    const file = join(folder, 'surprise.jsonl')
    const { text } = await typed(
      ['play', '--level', '2', '--world', 'shop', '--seed', '77', '--record', file],
      ['[1]: ', [`0${enter}`], ...lines('.quit')],
    )
    const { task_id: id, seed } = JSON.parse(readFileSync(file, 'utf8')) as Trajectory
    expect(id).toMatch(/^[a-z0-9_]+@\d\/shop\/2$/)
    expect(seed).toBe(77)
    expect(text).toContain(`This was ${id}. To play it again:\ndataops-env play ${id} --seed 77\n`)
    // The generated tasks alone have levels.
    expect(text).not.toContain('task_easy')
  })

  it.each([ctrlC, ctrlD])('%j chooses nothing', async (key) => {
    const { code, text } = await typed(['play'], ['[1]: ', [key]])
    expect(code).toBe(1)
    expect(text).toMatch(/nothing chosen\n$/)
  })
})
