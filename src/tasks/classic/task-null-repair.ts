import { AppError } from '../../kit/errors.ts'
import type { Random } from '../../kit/random.ts'
import type { DatabaseContent, DatabaseSpec } from '../../data/content.ts'
import type { SqlValue } from '../../data/values.ts'
import type { Repair, ListedTask, TaskDraft } from '../define-task.ts'
import { defineTask } from '../define-task.ts'
import type { SplitRange } from './draws.ts'
import { fromCents, gappedIds, integersWithSum, pickDay } from './draws.ts'
import { writeGoal } from './goal-rules.ts'
import { pickPerson } from './people.ts'
import type { Row } from './predicates.ts'
import { agreeIn, everyRow, nothingLeftBehind, rowsByKey } from './predicates.ts'

const columns = ['id', 'name', 'age', 'salary', 'department', 'left_on'] as const

const goal = writeGoal(`
  An import lost some values in employees. Please fill the gaps in three columns, age, salary and department.

  age: where it is NULL, set it to the average of all ages that are known (over the whole table), rounded to a whole
  number.

  salary: where it is NULL, set it to the average of all salaries that are known (over the whole table), rounded to 2
  decimals.

  department: where it is NULL, set it to 'General', spelt exactly like that.

  Both averages are taken over the values that are there now, before anything is filled in; a NULL does not count as 0,
  and people who have left count like everybody else. Only NULL is a gap. A salary of 0, a startling age, an empty or
  strangely written department ('', 'general', 'N/A') are what somebody entered: they stay, and the numbers among them
  count in the averages. Neither average falls on a rounding tie.

  left_on is NULL for everybody who still works here and stays so. Ids, names and all values that are present stay as
  they are; nobody is added or removed.`)

/**
 * `count` values, the odd ones among them, whose mean lies 0.15 to 0.4 below the centre of the range. It
 * rounds up to the centre, so that a mean cut off is wrong. Filling gaps with the rounded mean cannot move
 * it: the new mean lies between the old one and the centre, on the same side of every tie.
 */
function valuesAveraging(random: Random, count: number, range: SplitRange, odd: readonly number[]): number[] {
  const shortfall = random.int(Math.ceil(count * 0.15), Math.floor(count * 0.4))
  const sum = odd.reduce((rest, value) => rest - value, count * range.centre - shortfall)
  return random.shuffle([...odd, ...integersWithSum(random, count - odd.length, sum, range)])
}

const departments = ['Engineering', 'Sales', 'Finance', 'Support', 'Legal', 'Logistics'] as const
const oddDepartments = ['general', 'GENERAL', '', 'N/A', 'General Affairs', 'sales '] as const

/** Which rows lack which value: one row lacks all three, one lacks two, each column lacks an eighth to a fifth. */
function drawGaps(random: Random, count: number): { age: Set<number>; salary: Set<number>; department: Set<number> } {
  const [all = 0, two = 0, ...others] = random.shuffle(Array.from({ length: count }, (_, index) => index))
  const gaps = (forced: readonly number[]): Set<number> => {
    const size = Math.round((count * random.int(13, 20)) / 100)
    return new Set([...forced, ...random.sample(others, size - forced.length)])
  }
  return { age: gaps([all, two]), salary: gaps([all, two]), department: gaps([all]) }
}

function generate(random: Random, { canonical }: { readonly canonical: boolean }): TaskDraft {
  const count = canonical ? 30 : random.int(24, 160)
  const gaps = drawGaps(random, count)
  const averageAge = random.int(34, 46)
  const averageSalary = random.int(42_000, 68_000) * 100 + random.int(1, 9) * 10 + random.int(1, 9)
  const ageRange = { low: 21, high: 64, centre: averageAge, gap: 2, step: 1 }
  const ages = valuesAveraging(random, count - gaps.age.size, ageRange, [random.int(14, 17), random.int(71, 88)])
  const payRange = { low: 1_800_000, high: 11_500_000, centre: averageSalary, gap: 100_000, step: 50 }
  const salaries = valuesAveraging(random, count - gaps.salary.size, payRange, [0, 0])
  const known = random.shuffle([
    ...oddDepartments,
    ...Array.from({ length: count - gaps.department.size - oddDepartments.length }, () => random.pick(departments)),
  ])

  const next = <T>(values: T[]): T => {
    const value = values.pop()
    if (value === undefined) throw new AppError('task_defect', 'task_null_repair: fewer values than rows')
    return value
  }
  const rows = gappedIds(random, count, random.int(1, 900)).map((id, index) => {
    const { first, last } = pickPerson(random)
    const name = random.percent(8) ? `${first.toLowerCase()}  ${last.toUpperCase()}` : `${first} ${last}`
    const age = gaps.age.has(index) ? null : next(ages)
    const salary = gaps.salary.has(index) ? null : fromCents(next(salaries))
    const department = gaps.department.has(index) ? null : next(known)
    const leftOn = random.percent(20) ? pickDay(random, random.int(2021, 2024)) : null
    return {
      before: [id, name, age, salary, department, leftOn],
      after: [id, name, age ?? averageAge, salary ?? fromCents(averageSalary), department ?? 'General', leftOn],
    }
  })
  const order = random.shuffle(rows)
  return {
    goal,
    asOf: '2025-03-10 10:00:00',
    seed: staffDatabase(order.map(({ before }) => before)),
    target: staffDatabase(order.map(({ after }) => after)),
    parts: [{ name: 'data', weight: 1, tables: [{ name: 'employees', key: ['id'] }] }],
    oracles,
    naive,
    accepts,
  }
}

function staffDatabase(rows: readonly (readonly SqlValue[])[]): DatabaseSpec {
  const ddl = `CREATE TABLE employees (
  id INTEGER PRIMARY KEY, name TEXT, age INTEGER, salary REAL, department TEXT, left_on TEXT
)`
  return { tables: [{ name: 'employees', ddl, columns, rows }] }
}

const fillAge = 'UPDATE employees SET age = (SELECT ROUND(AVG(age)) FROM employees) WHERE age IS NULL'
const fillSalary = 'UPDATE employees SET salary = (SELECT ROUND(AVG(salary), 2) FROM employees) WHERE salary IS NULL'
const fillDepartment = `UPDATE employees SET department = 'General' WHERE department IS NULL`

const oracles: readonly [Repair, Repair] = [
  { name: 'one update a column', queries: [fillAge, fillSalary, fillDepartment] },
  {
    name: 'whole numbers in one pass',
    queries: [
      `WITH cents AS (
         SELECT age, CAST(round(salary * 100) AS INTEGER) AS pay FROM employees
       ), rounded AS (
         SELECT (2 * sum(age) + count(age)) / (2 * count(age)) AS age,
           (2 * sum(pay) + count(pay)) / (2 * count(pay)) AS pay
         FROM cents
       )
       UPDATE employees SET
         age = ifnull(employees.age, rounded.age),
         salary = CASE WHEN salary IS NULL THEN rounded.pay / 100.0 ELSE salary END,
         department = coalesce(department, 'General')
       FROM rounded
       WHERE employees.age IS NULL OR salary IS NULL OR department IS NULL`,
    ],
  },
]

const naive: readonly Repair[] = [
  {
    name: 'NULL counted as 0',
    queries: [
      'UPDATE employees SET age = (SELECT ROUND(AVG(COALESCE(age, 0))) FROM employees) WHERE age IS NULL',
      'UPDATE employees SET salary = (SELECT ROUND(AVG(COALESCE(salary, 0)), 2) FROM employees) WHERE salary IS NULL',
      fillDepartment,
    ],
  },
  {
    name: 'averages not rounded',
    queries: [
      'UPDATE employees SET age = (SELECT AVG(age) FROM employees) WHERE age IS NULL',
      'UPDATE employees SET salary = (SELECT AVG(salary) FROM employees) WHERE salary IS NULL',
      fillDepartment,
    ],
  },
  {
    name: 'averages cut off',
    queries: [
      'UPDATE employees SET age = (SELECT CAST(AVG(age) AS INTEGER) FROM employees) WHERE age IS NULL',
      `UPDATE employees SET salary = (SELECT CAST(AVG(salary) * 100 AS INTEGER) / 100.0 FROM employees)
       WHERE salary IS NULL`,
      fillDepartment,
    ],
  },
  {
    name: 'salary rounded to whole units',
    queries: [
      fillAge,
      'UPDATE employees SET salary = (SELECT ROUND(AVG(salary)) FROM employees) WHERE salary IS NULL',
      fillDepartment,
    ],
  },
  {
    name: 'salary of 0 taken for a gap',
    queries: [
      fillAge,
      `UPDATE employees SET salary = (SELECT ROUND(AVG(NULLIF(salary, 0)), 2) FROM employees)
       WHERE salary IS NULL OR salary = 0`,
      fillDepartment,
    ],
  },
  {
    name: 'salary of 0 left out of the average',
    queries: [
      fillAge,
      'UPDATE employees SET salary = (SELECT ROUND(AVG(NULLIF(salary, 0)), 2) FROM employees) WHERE salary IS NULL',
      fillDepartment,
    ],
  },
  {
    name: 'odd departments made General too',
    queries: [
      fillAge,
      fillSalary,
      `UPDATE employees SET department = 'General'
       WHERE department IS NULL OR lower(trim(department)) IN ('', 'general', 'n/a')`,
    ],
  },
  {
    name: 'department in lower case',
    queries: [fillAge, fillSalary, `UPDATE employees SET department = 'general' WHERE department IS NULL`],
  },
  {
    name: 'rows with gaps deleted',
    queries: ['DELETE FROM employees WHERE age IS NULL OR salary IS NULL OR department IS NULL'],
  },
  {
    name: 'left_on filled as well',
    queries: [fillAge, fillSalary, fillDepartment, `UPDATE employees SET left_on = '' WHERE left_on IS NULL`],
  },
]

/** The average of a column over the rows that have it, in whole `unit`ths, from exact sums; null on a tie. */
function roundedAverage(rows: readonly Row[], column: string, unit: number): number | null {
  const known = rows.flatMap((row) => (row[column] === null ? [] : [Math.round(Number(row[column]) * unit)]))
  const sum = known.reduce((total, value) => total + value, 0)
  const floor = Math.floor(sum / known.length)
  const twiceRest = 2 * (sum - floor * known.length)
  if (twiceRest === known.length) return null
  return (twiceRest > known.length ? floor + 1 : floor) / unit
}

function accepts(seed: DatabaseContent, state: DatabaseContent): boolean {
  const before = rowsByKey(seed, 'employees', columns)
  const now = rowsByKey(state, 'employees', columns)
  if (before === null || now === null || !nothingLeftBehind(seed, state)) return false
  const age = roundedAverage([...before.values()], 'age', 1)
  const salary = roundedAverage([...before.values()], 'salary', 100)
  return everyRow(
    before,
    now,
    (was, is) =>
      agreeIn(['name', 'left_on'], was, is) &&
      is['age'] === (was['age'] ?? age) &&
      is['salary'] === (was['salary'] ?? salary) &&
      is['department'] === (was['department'] ?? 'General'),
  )
}

/** Gaps to fill with averages and a default. */
export const taskNullRepair: ListedTask = defineTask({
  id: 'task_null_repair',
  suite: 'classic',
  summary: 'Fill the NULL ages, salaries and departments of employees.',
  difficulty: 'medium',
  stepLimit: 15,
  safety: 'forbidden',
  rewardMode: 'classic',
  generate,
})
