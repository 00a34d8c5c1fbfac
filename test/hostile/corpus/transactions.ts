import { each, repeat, type HostileCase } from './hostile-case.ts'

const spoil = "UPDATE users SET note = 'spoilt'"
const duplicate = 'INTO users (id) SELECT id FROM users'
const rollbackTrigger = (kind: string): string =>
  `CREATE TRIGGER t BEFORE DELETE ON users BEGIN SELECT raise(${kind}, 'from the trigger'); END`
const family =
  'CREATE TABLE parent (id INTEGER PRIMARY KEY);' +
  'CREATE TABLE child (parent REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)'

/** Statements that would end the transaction of the environment, or leave one of their own behind. */
export const transactions: readonly HostileCase[] = [
  ...each(
    'error',
    [
      'COMMIT',
      'END',
      'commit transaction',
      'END TRANSACTION;',
      '/**/COMMIT',
      `${spoil}; COMMIT`,
      `${spoil}; END`,
      'SELECT 1; COMMIT; SELECT 2',
    ],
    { message: /cannot commit - no transaction is active/ },
  ),
  ...each('error', ['ROLLBACK', 'rollback transaction', `${spoil}; ROLLBACK`, `BEGIN; ${spoil}; COMMIT; ROLLBACK`], {
    message: /cannot rollback - no transaction is active/,
  }),
  ...each(
    'error',
    [
      'RELEASE action',
      'RELEASE SAVEPOINT action',
      'RELEASE "action"',
      'release ACTION',
      'RELEASE [action]',
      "RELEASE 'action'",
      'ROLLBACK TO action',
      'ROLLBACK TRANSACTION TO SAVEPOINT "Action"',
      'RELEASE agent_0',
      'ROLLBACK TO agent_0',
      'BEGIN; RELEASE agent_0',
      'BEGIN; ROLLBACK TO agent_0; COMMIT',
      'SAVEPOINT mine; RELEASE agent_0; RELEASE mine',
      'SAVEPOINT mine; SAVEPOINT other; ROLLBACK TO agent_1',
      `${spoil}; RELEASE action`,
      `BEGIN; ${spoil}; COMMIT; RELEASE action`,
      'RELEASE ""',
      'BEGIN; RELEASE ""',
      'BEGIN; ROLLBACK TO ""',
      'SAVEPOINT a; RELEASE a; RELEASE a',
      'SAVEPOINT a; SAVEPOINT b; ROLLBACK TO a; RELEASE b',
    ],
    { message: /no such savepoint/ },
  ),
  ...each(
    'error',
    [
      'BEGIN; BEGIN',
      'BEGIN IMMEDIATE; BEGIN EXCLUSIVE; COMMIT',
      'SAVEPOINT a; BEGIN',
      `BEGIN; ${spoil}; SAVEPOINT a; BEGIN`,
    ],
    {
      message: /cannot start a transaction within a transaction/,
    },
  ),
  ...each(
    'error',
    [
      'BEGIN',
      `BEGIN; ${spoil}`,
      'SAVEPOINT action',
      'SAVEPOINT a; SAVEPOINT b; RELEASE b',
      `BEGIN; ${spoil}; COMMIT; BEGIN EXCLUSIVE; ${spoil}`,
      `SAVEPOINT a; ${spoil}; ROLLBACK TO a`,
    ],
    { message: /leaves a transaction open/ },
  ),
  ...each('error', [
    `INSERT OR ROLLBACK ${duplicate}`,
    `${spoil}; INSERT OR ROLLBACK ${duplicate}`,
    `BEGIN; ${spoil}; INSERT OR ROLLBACK ${duplicate}; COMMIT`,
    `SAVEPOINT a; ${spoil}; SAVEPOINT b; INSERT OR ROLLBACK ${duplicate}; RELEASE a`,
    `${spoil}; UPDATE OR ROLLBACK users SET id = 900000`,
    `${spoil}; INSERT OR FAIL INTO users (id) VALUES (900001), (900002), (900001)`,
    `INSERT OR ABORT INTO users (id) VALUES (900001), (900001)`,
    'UPDATE OR FAIL users SET id = 900000',
    `CREATE TABLE strict_one (a UNIQUE ON CONFLICT ROLLBACK); ${spoil}; INSERT INTO strict_one VALUES (1), (1)`,
    `CREATE TABLE strict_one (a NOT NULL ON CONFLICT ROLLBACK); ${spoil}; INSERT INTO strict_one VALUES (NULL)`,
    `CREATE TABLE strict_one (a CHECK (a > 0)); ${spoil}; INSERT OR ROLLBACK INTO strict_one VALUES (0)`,
    `${spoil}; COMMIT; SELECT * FROM nowhere`,
    `BEGIN; ${spoil}; COMMIT; SELECT * FROM nowhere`,
    `BEGIN; ${spoil}; COMMIT; BEGIN; ${spoil}; ROLLBACK; syntax error`,
    `SAVEPOINT a; ${spoil}; ROLLBACK TO a; ${spoil}; RELEASE a; SELECT nothing`,
    `CREATE TABLE t (a); INSERT INTO t VALUES (1); BEGIN; DELETE FROM t; COMMIT; INSERT INTO t VALUES (1, 2)`,
  ]),
  ...['ROLLBACK', 'ABORT', 'FAIL'].flatMap((kind) =>
    each(
      'error',
      [
        [rollbackTrigger(kind), `${spoil}; DELETE FROM users`],
        [rollbackTrigger(kind), `BEGIN; ${spoil}; DELETE FROM users; COMMIT`],
      ],
      {
        message: /from the trigger/,
      },
    ),
  ),
  {
    sql: ['CREATE TRIGGER t BEFORE DELETE ON users BEGIN SELECT raise(IGNORE); END', 'DELETE FROM users'],
    expect: ['rows', 'changed'],
    message: /"rows_affected":0/,
  },
  ...each(
    'rows',
    [
      [`${spoil}; INSERT OR ROLLBACK ${duplicate}`, "SELECT count(*) FROM users WHERE note = 'spoilt'"],
      [`BEGIN; ${spoil}`, "SELECT count(*) FROM users WHERE note = 'spoilt'"],
      [`BEGIN; ${spoil}; COMMIT; COMMIT`, "SELECT count(*) FROM users WHERE note = 'spoilt'"],
      [`SAVEPOINT a; ${spoil}; RELEASE a; RELEASE action`, "SELECT count(*) FROM users WHERE note = 'spoilt'"],
      [rollbackTrigger('ROLLBACK'), `${spoil}; DELETE FROM users`, "SELECT count(*) FROM users WHERE note = 'spoilt'"],
    ],
    { stumbles: true, message: /"rows":\[\[0\]\]/ },
  ),
  // A violated foreign key that only the end of the action can see.
  ...each(
    'error',
    [
      ['PRAGMA foreign_keys = ON', family, 'INSERT INTO child VALUES (7)'],
      ['PRAGMA foreign_keys = ON', family, 'BEGIN; INSERT INTO child VALUES (7); COMMIT'],
      ['PRAGMA foreign_keys = ON', family, `${spoil}; SAVEPOINT a; INSERT INTO child VALUES (7); RELEASE a`],
      [
        'PRAGMA foreign_keys = ON',
        family,
        'INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)',
        'PRAGMA defer_foreign_keys = ON; DELETE FROM parent',
      ],
    ],
    { message: /FOREIGN KEY constraint failed/ },
  ),
  {
    sql: ['PRAGMA foreign_keys = ON', family, 'INSERT INTO child VALUES (7)', 'SELECT count(*) FROM child'],
    expect: 'rows',
    stumbles: true,
    message: /"rows":\[\[0\]\]/,
  },
  ...each('rows', [
    'EXPLAIN COMMIT',
    'EXPLAIN ROLLBACK',
    'EXPLAIN BEGIN',
    'EXPLAIN RELEASE action',
    'EXPLAIN ROLLBACK TO action',
  ]),
  ...each(
    'changed',
    [
      `BEGIN; ${spoil}; COMMIT`,
      `SAVEPOINT action; ${spoil}; RELEASE ACTION`,
      `SAVEPOINT agent_0; SAVEPOINT agent_0; ${spoil}; ROLLBACK TO agent_0; RELEASE agent_0; RELEASE agent_0`,
      `BEGIN; SAVEPOINT a; SAVEPOINT a; ${spoil}; RELEASE a; ROLLBACK TO a; COMMIT`,
      'BEGIN; ROLLBACK; BEGIN; COMMIT',
      'SAVEPOINT "x;y"; RELEASE "x;y"',
      'SAVEPOINT a; COMMIT',
    ],
    { changes: true },
  ),
  {
    name: '400 savepoints at once',
    sql: repeat(400, (index) => `SAVEPOINT s${index};`) + 'COMMIT',
    expect: ['changed', 'stopped', 'error'],
  },
  {
    name: '400 savepoints, each written in',
    sql: repeat(400, (index) => `SAVEPOINT s${index}; ${spoil};`),
    expect: ['error', 'stopped'],
  },
  { name: 'the same savepoint 300 times', sql: repeat(300, () => 'SAVEPOINT s; RELEASE s;'), expect: 'changed' },
]
