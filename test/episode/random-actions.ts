import fc from 'fast-check'
import { inspect, repairEasy, sql } from './play.ts'

/** Queries for the users table that touch everything a connection remembers. */
const queries = [
  'SELECT * FROM users ORDER BY id LIMIT 5',
  'SELECT last_insert_rowid(), changes(), total_changes()',
  'SELECT random(), hex(randomblob(4)), datetime(), CURRENT_TIMESTAMP, 0.1 + 0.2',
  "INSERT INTO users (name) VALUES ('new')",
  'INSERT INTO users (id, name) VALUES (9223372036854775807, 1)',
  'UPDATE users SET note = random() WHERE id % 3 = 0',
  'DELETE FROM users WHERE id IN (SELECT id FROM users ORDER BY random() LIMIT 3)',
  'CREATE TEMP TABLE scratch AS SELECT id, name FROM users',
  'INSERT INTO scratch SELECT * FROM scratch',
  'SELECT count(*) FROM scratch',
  "CREATE TEMP TRIGGER shout AFTER UPDATE ON users BEGIN INSERT INTO scratch VALUES (new.id, 'changed'); END",
  "CREATE TEMP VIEW users AS SELECT 'hidden' AS x",
  'DROP VIEW temp.users',
  'PRAGMA foreign_keys = ON',
  'PRAGMA foreign_keys = OFF; PRAGMA foreign_keys',
  'PRAGMA foreign_keys',
  'CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent REFERENCES parent)',
  'INSERT INTO child VALUES (99)',
  'BEGIN; DELETE FROM users; ROLLBACK; SELECT count(*) FROM users',
  'BEGIN; DELETE FROM users',
  'SAVEPOINT a; INSERT INTO users (name) VALUES (1); RELEASE a',
  'ALTER TABLE users ADD COLUMN extra DEFAULT 1.5',
  'CREATE VIEW everyone AS SELECT name FROM main.users',
  'CREATE UNIQUE INDEX one ON users (id, name)',
  "SELECT x'00ff', 9e999, 9007199254740993",
  'EXPLAIN QUERY PLAN SELECT * FROM users WHERE id = 1',
  'SELECT oops FROM users',
  'SELEC',
  '',
].map(sql)

/** Most of them run or fail alone; some only after others. */
export const randomAction: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...queries) },
  { weight: 2, arbitrary: fc.constantFrom(inspect, { ...inspect, table_name: 'scratch' }, ...repairEasy) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, { action_type: 'dance' }, { action_type: 'execute_sql' }) },
)

/** Fewer than end an episode. */
export const randomActions: fc.Arbitrary<unknown[]> = fc.array(randomAction, { minLength: 1, maxLength: 9 })
