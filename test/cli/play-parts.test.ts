import { describe, expect, it } from 'vitest'
import { plainCell } from '../../src/cli/terminal/cell-text.ts'
import { breakHeads, drawTable } from '../../src/cli/terminal/fit-table.ts'
import { parseCommand, playHelp } from '../../src/cli/play/commands.ts'
import { completeLine } from '../../src/cli/play/completion.ts'
import { isWholeSql } from '../../src/cli/play/statement.ts'
import { plainTerminal, showsColour, terminalOf } from '../../src/cli/terminal/terminal.ts'
import { clipToWidth, widthOf, wrapToWidth } from '../../src/cli/terminal/terminal-text.ts'
import type { Observation } from '../../src/contract/observation.ts'
import { escapeControls, toJsonLine } from '../../src/kit/escape-controls.ts'

describe('a statement', () => {
  it.each([
    'SELECT 1;',
    'SELECT 1; -- done',
    "SELECT 'a;b';",
    'SELECT 1; SELECT 2;',
    ';',
    'SELECT 1; /* done */',
    'CREATE TRIGGER t AFTER UPDATE ON u BEGIN SELECT 1; END;',
    'CREATE TEMP TRIGGER t AFTER UPDATE ON u BEGIN SELECT CASE WHEN 1 THEN 2 END; END; SELECT 1;',
    'explain create temporary trigger t delete on u begin select 1; end;',
    'CREATE TABLE trigger_list(x);',
  ])('%j can run', (sql) => expect(isWholeSql(sql)).toBe(true))

  it.each([
    'SELECT 1',
    "SELECT 'a;",
    'SELECT "a;',
    'SELECT 1 -- ;',
    'SELECT 1; /* ;',
    'SELECT /* ;',
    'SELECT 1; SELECT 2',
    'CREATE TRIGGER t AFTER UPDATE ON u BEGIN SELECT 1;',
    'CREATE TRIGGER t AFTER UPDATE ON u BEGIN SELECT CASE WHEN 1 THEN 2 END;',
    '',
  ])('%j goes on', (sql) => expect(isWholeSql(sql)).toBe(false))
})

describe('a command', () => {
  it.each([
    ['.schema', { name: '.schema', argument: null }],
    ['  .SCHEMA  users ; ', { name: '.schema', argument: 'users' }],
    ['.schema "my ""table"""', { name: '.schema', argument: 'my "table"' }],
    ['help', { name: '.help', argument: null }],
    ['exit;', { name: '.quit', argument: null }],
    ['finish', { error: 'commands begin with a dot; did you mean .finish?' }],
    ['.schma', { error: 'there is no command .schma; did you mean .schema?' }],
    ['.exit', { error: 'there is no command .exit; did you mean .quit?' }],
    ['.nonsense', { error: 'there is no command .nonsense; .help lists them' }],
    ['.', { error: 'there is no command .; .help lists them' }],
    ['.undo 2', { error: '.undo takes nothing behind it' }],
    ['SELECT 1;', undefined],
    ['finish it', undefined],
    ['constructor', undefined],
  ])('%j', (line, parsed) => expect(parseCommand(line)).toEqual(parsed))

  it('is explained in 60 columns', () => {
    for (const line of playHelp.split('\n')) expect(line.length).toBeLessThanOrEqual(60)
  })
})

describe('completion', () => {
  const observation = {
    available_tables: ['orders', 'order_lines', 'My Table', 'evil\u001B[2J'],
    schema_summary: {
      orders: ['id', 'placed_on', 'note'],
      order_lines: ['id', 'order_id', 'No te', 'x\u009B2J'],
      'My Table': ['a'],
      'evil\u001B[2J': ['b'],
    },
  } as unknown as Observation
  const complete = (line: string, pending = ''): string[] => completeLine(line, pending, observation)[0]

  it.each([
    ['.f', ['.finish', '.full']],
    ['.schema ord', ['order_lines', 'orders']],
    ['SELECT * FROM ', ['"My Table"', 'order_lines', 'orders']],
    ['SELECT * FROM "M', ['"My Table"']],
    ['UPDATE ORD', ['order_lines', 'orders']],
    ['SELECT orders.', ['id', 'note', 'placed_on']],
    ['SELECT o.pl', ['placed_on']],
    ['SEL', ['SELECT']],
    ['sel', ['select']],
    ['select pl', ['placed_on']],
    ["SELECT 'or", []],
    ['SELECT xyz', []],
  ])('of %j', (line, candidates) => expect(complete(line)).toEqual(candidates))

  it('goes on in the lines of a statement, where no command may stand', () => {
    expect(complete('', 'SELECT * FROM\n')).toEqual(['"My Table"', 'order_lines', 'orders'])
    expect(complete('.f', 'SELECT 1\n')).toEqual([])
    expect(complete('or', "SELECT 'it\n")).toEqual([])
    expect(complete("' or", "SELECT 'it\n")).toContain('orders')
  })

  it('offers no name that would drive the terminal', () => {
    for (const line of ['', '.schema ', 'SELECT ', 'SELECT * FROM ', 'SELECT * FROM "', 'SELECT e.', 'e', 'x']) {
      expect(complete(line).join(''), line).toBe(escapeControls(complete(line).join('')))
    }
  })
})

describe('text on a terminal', () => {
  it('is escaped wherever a terminal would obey it or show nothing', () => {
    const hostile = '\u001B[31m\u0007\u0000\r\n\u007F\u009B\u202Ea\u200Bb\u2028c\u00A0d\uFEFFe\u{E0041}\uD800'
    const shown = escapeControls(hostile)
    expect(shown).toMatch(/^[ -~]+$/)
    expect(JSON.parse(`"${shown}"`)).toBe(hostile)
    expect(escapeControls('ä 日本 😀 -')).toBe('ä 日本 😀 -')
    expect(JSON.parse(toJsonLine({ hostile }))).toEqual({ hostile })
    expect(toJsonLine({ hostile })).toMatch(/^[ -~]+\n$/)
  })

  it.each([
    ['abcdef', 4, 'abc…'],
    ['abcd', 4, 'abcd'],
    ['日本語', 4, '日…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['👨‍👩‍👧x', 2, '…'],
  ])('%j in %i columns is %j', (text, width, clipped) => {
    expect(clipToWidth(text, width)).toBe(clipped)
    expect(widthOf(clipped)).toBeLessThanOrEqual(width)
  })

  it('is broken at spaces, and inside a word only where it must be', () => {
    expect(wrapToWidth('one two three four', 9)).toBe('one two\nthree\nfour')
    expect(wrapToWidth(`a ${'x'.repeat(20)} b`, 10)).toBe('a\nxxxxxxxxxx\nxxxxxxxxxx\nb')
    expect(wrapToWidth('one two three', 10, '  ')).toBe('one two\n  three')
    expect(wrapToWidth('kept\n\nlines', 10)).toBe('kept\n\nlines')
  })

  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('a terminal: %j, with %j: colours: %j', (isTerminal, env, colours) => {
    expect(showsColour(isTerminal, env)).toBe(colours)
  })
})

describe('cells', () => {
  it.each([
    [null, 'NULL'],
    ['NULL', "'NULL'"],
    ['', "''"],
    ["'NULL'", "'''NULL'''"],
    ['5', "'5'"],
    [5, '5'],
    [' a', "' a'"],
    ["it's", "it's"],
    ['a\tb', String.raw`a\u0009b`],
    [{ $blob: 'AP8=' } as const, '{"$blob":"AP8="}'],
  ])('%j is shown as %s', (cell, shown) => expect(plainCell(cell)).toBe(shown))
})

describe('a table', () => {
  const terminal = (columns: number): ReturnType<typeof terminalOf> => terminalOf({ isTTY: true, columns }, {})
  const rows = [['1', 'x'.repeat(40), 'y'.repeat(30)]]
  const widest = (table: string): number => Math.max(...table.split('\n').map(widthOf))

  it.each([20, 24, 30, 60, 100])('fits %i columns', (columns) => {
    expect(widest(drawTable(['id', 'first', 'second'], rows, terminal(columns)))).toBeLessThanOrEqual(columns)
  })

  it('cuts the widest columns alone', () => {
    const [, , , row] = drawTable(['id', 'first', 'second'], rows, terminal(60)).split('\n')
    expect(row).toBe(`│ 1  │ ${'x'.repeat(23)}… │ ${'y'.repeat(23)}… │`)
    expect(drawTable(['id', 'first', 'second'], rows, plainTerminal)).not.toContain('…')
  })

  it('breaks its heads before it cuts a cell', () => {
    const head = ['name', 'a long head', 'another head']
    const cells = [['x'.repeat(10), '1.00', '2.00']]
    const narrow = terminal(40)
    const table = drawTable(breakHeads(head, 44, narrow), cells, narrow, { right: [1, 2] })
    expect(widest(table)).toBe(33)
    expect(table).toContain('│ name       │ a long │ another │\n│            │   head │    head │\n')
    expect(breakHeads(head, 44, terminal(44))).toEqual(head)
    expect(breakHeads(head, 44, plainTerminal)).toEqual(head)
  })

  it('becomes a list where columns would tell nothing', () => {
    const head = Array.from({ length: 12 }, (_, place) => `column ${place}`)
    const list = drawTable(head, [head.map(() => 'value'.repeat(20))], terminal(60))
    expect(list.split('\n')).toHaveLength(14)
    expect(widest(list)).toBeLessThanOrEqual(60)
  })
})
