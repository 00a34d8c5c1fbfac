import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxSeed } from '../../src/contract/episode.ts'
import { taskList } from '../../src/tasks/task-list.ts'
import { draft, numberOf, rowsOf, textOf } from './drafts.ts'

/** Any instance: the canonical one or one of a seed. */
const anySeed = fc.option(fc.maxSafeNat(), { nil: null })
const always = (check: (seed: number | null) => void): void => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      check(seed)
    }),
    // The third and fourth seed once gave drafts with two equal ids and with an unexpected note.
    { numRuns: 60, examples: [[null], [maxSeed], [525407804941239], [4899410840394138]] },
  )
}

const mainTables: Record<string, string> = {
  task_easy: 'users',
  task_medium: 'legacy_orders',
  task_hard: 'invoices',
  task_null_repair: 'employees',
  task_dedup: 'customers',
}

describe.each(taskList)('every draft of $id', ({ id }) => {
  it('is the same for the same seed and another for another', () => {
    const told = (seed: number | null): string => JSON.stringify(draft(id, seed))
    always((seed) => expect(told(seed)).toBe(told(seed)))
    expect(new Set([null, 0, 1, 2, 3].map(told)).size).toBe(5)
  })

  it('has 20 to 200 rows, 40 at most in the canonical one, and the size varies', () => {
    const sizes = new Set<number>()
    always((seed) => {
      const size = rowsOf(draft(id, seed), 'seed', mainTables[id] ?? '').length
      expect(size).toBeGreaterThanOrEqual(20)
      expect(size).toBeLessThanOrEqual(seed === null ? 40 : 200)
      sizes.add(size)
    })
    expect(sizes.size).toBeGreaterThan(20)
  })

  it('has unique ids with gaps, in a shuffled order', () => {
    always((seed) => {
      const { seed: before } = draft(id, seed)
      const table = before.tables.find(({ name }) => name === mainTables[id])
      const ids = table?.rows.map((row) => numberOf(row[0])) ?? []
      const ascending = ids.toSorted((left, right) => left - right)
      expect(new Set(ids).size).toBe(ids.length)
      expect((ascending.at(-1) ?? 0) - (ascending[0] ?? 0)).toBeGreaterThan(ids.length)
      expect(ids).not.toEqual(ascending)
    })
  })

  it('keeps all text in ASCII, because LOWER of SQLite folds nothing else', () => {
    always((seed) => {
      const { seed: before, target } = draft(id, seed)
      expect(JSON.stringify([before, target])).toMatch(/^[\x20-\x7e]*$/)
    })
  })

  it('shares no answer with the goal, which is the same for all instances', () => {
    always((seed) => expect(draft(id, seed).goal).toBe(draft(id, null).goal))
  })
})

describe('the goals state every rule', () => {
  it.each([
    [
      'task_easy',
      ['ten digits', '+91', 'begin with 91', 'keep their 91', 'no space anywhere', 'in the middle', 'notes'],
    ],
    [
      'task_medium',
      ['zero or more', 'exactly 0', 'negative amt, however small', 'no rounding', 'legacy_orders itself'],
    ],
    [
      'task_hard',
      ['customer_id NULL', 'credit notes', 'a real table, not a view', 'invoice_month TEXT', 'total_revenue REAL'],
    ],
    ['task_hard', ['rounded to 2 decimals', 'left without any invoice has no row', 'sum is 0 has one']],
    [
      'task_null_repair',
      ['whole number', '2 decimals', "'General'", 'before anything is filled in', 'Only NULL is a gap'],
    ],
    ['task_dedup', ['exactly the same', 'A@x.com and a@x.com', 'No email is NULL', 'smallest id', 'nothing is merged']],
  ])('%s says %j', (id, sentences) => {
    const { goal } = draft(id, null)
    for (const sentence of sentences) expect(goal).toContain(sentence)
    expect(goal).toContain('leave no permanent table, view, trigger or unique index behind')
    expect(goal).toContain('Do not use DROP TABLE')
  })
})

describe('task_easy', () => {
  const users = (seed: number | null, side: 'seed' | 'target'): ReturnType<typeof rowsOf> =>
    rowsOf(draft('task_easy', seed), side, 'users')

  it('shows every example of the founding document in the canonical instance', () => {
    const cells = users(null, 'seed').flatMap(({ phone, email }) => [phone, email])
    expect(cells).toEqual(
      expect.arrayContaining([
        '(987)6543210',
        '987-654-3210',
        '+91-9876543210',
        '9198765432',
        'PRIYA@OUTLOOK.COM',
        'Adesh@Gmail.Com',
        'sneha@ gmail.com',
        'vikram @gmail.com',
      ]),
    )
  })

  it('has every fault and every decoy in every instance', () => {
    always((seed) => {
      const phones = users(seed, 'seed').map(({ phone }) => textOf(phone))
      const forms = [/^\(\d{3}\)\d{7}$/, /^\d{3}-\d{3}-\d{4}$/, /^\+91-\d{10}$/, /^\d{10}$/]
      for (const form of forms) expect(phones.some((phone) => form.test(phone))).toBe(true)
      expect(phones.every((phone) => forms.some((form) => form.test(phone)))).toBe(true)
      for (const trap of [/^91\d{8}$/, /^91\d-/, /^\(91\d\)/, /^\+91-91\d{8}$/, /^[6-8]\d{3}91\d{4}$/]) {
        expect(phones.some((phone) => trap.test(phone))).toBe(true)
      }
      const emails = users(seed, 'seed').map(({ email }) => textOf(email))
      for (const fault of [/^[^ ]*[A-Z][^ ]*$/, /@ /, / @/, /^ | $/, /[A-Z].* | .*[A-Z]/, /\+/, /^\d/, /_/, /-/]) {
        expect(emails.some((email) => fault.test(email))).toBe(true)
      }
      const notes = users(seed, 'seed').map(({ note }) => textOf(note))
      expect(notes.some((note) => /\(\d{3}\)\d{7}/.test(note))).toBe(true)
      expect(notes.some((note) => /[A-Z]\d*@[A-Z]/.test(note))).toBe(true)
      const names = users(seed, 'seed').map(({ name }) => textOf(name))
      expect(names.some((name) => name.includes('  '))).toBe(true)
      expect(names.some((name) => name === name.toUpperCase())).toBe(true)
    })
  })

  it('has clean targets, no two addresses alike', () => {
    always((seed) => {
      const after = users(seed, 'target')
      for (const { phone, email } of after) {
        expect(phone).toMatch(/^\d{10}$/)
        expect(email).toMatch(/^[a-z0-9._+-]+@[a-z0-9.-]+$/)
      }
      expect(new Set(after.map(({ email }) => email)).size).toBe(after.length)
    })
  })
})

describe('task_medium', () => {
  it('has zeros, amounts of a cent, and orders alike in all but the id', () => {
    always((seed) => {
      const orders = rowsOf(draft('task_medium', seed), 'seed', 'legacy_orders')
      const amounts = orders.map(({ amt }) => numberOf(amt))
      for (const amount of [0, 0.01, -0.01, -0.49]) expect(amounts).toContain(amount)
      expect(amounts.every((amount) => Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6)).toBe(true)
      const alike = orders.map(({ client_name, amt, order_date }) => JSON.stringify([client_name, amt, order_date]))
      expect(new Set(alike).size).toBeLessThan(alike.length)
      expect(orders.every(({ order_date: day }) => /^\d{4}-\d\d-\d\d$/.test(textOf(day)))).toBe(true)
    })
  })

  it('migrates more rows than it leaves', () => {
    always((seed) => {
      const { length: all } = rowsOf(draft('task_medium', seed), 'seed', 'legacy_orders')
      const { length: migrated } = rowsOf(draft('task_medium', seed), 'target', 'current_orders')
      expect(migrated).toBeGreaterThan(all / 2)
      expect(migrated).toBeLessThan(all * 0.7)
      expect(rowsOf(draft('task_medium', seed), 'seed', 'current_orders')).toEqual([])
    })
  })
})

describe('task_hard', () => {
  const invoices = (seed: number | null, side: 'seed' | 'target'): ReturnType<typeof rowsOf> =>
    rowsOf(draft('task_hard', seed), side, 'invoices')

  it('has each kind of orphan, month and customer', () => {
    always((seed) => {
      const before = invoices(seed, 'seed')
      const after = invoices(seed, 'target')
      const customers = new Set(rowsOf(draft('task_hard', seed), 'seed', 'customers').map((row) => row['customer_id']))
      const orphans = before.filter((row) => !after.some((kept) => kept['invoice_id'] === row['invoice_id']))
      expect(orphans.some((row) => row['customer_id'] === null)).toBe(true)
      expect(orphans.some((row) => row['customer_id'] !== null)).toBe(true)
      expect(orphans.every((row) => !customers.has(row['customer_id'] ?? null))).toBe(true)
      expect(after.length).toBeGreaterThan(2 * orphans.length)

      const months = (rows: typeof before): Set<string> => new Set(rows.map((row) => textOf(row['invoice_month'])))
      const revenue = rowsOf(draft('task_hard', seed), 'target', 'monthly_revenue')
      expect(revenue.length).toBe(months(after).size)
      expect(months(before).size).toBeGreaterThan(revenue.length)
      expect(revenue.some((row) => row['total_revenue'] === 0)).toBe(true)

      const ids = [...customers].map((id) => numberOf(id ?? undefined))
      const between = orphans.map((row) => row['customer_id']).filter((id) => typeof id === 'number')
      expect(between.some((id) => id > Math.min(...ids) && id < Math.max(...ids))).toBe(true)
      const buyers = new Set(after.map((row) => row['customer_id']))
      expect(buyers.size).toBeLessThan(customers.size)
      for (const amount of [0, -1])
        expect(after.some((row) => Math.sign(numberOf(row['amount'])) === amount)).toBe(true)
    })
  })

  it('needs rounding in whatever order a month is summed, and rounds to one value', () => {
    fc.assert(
      fc.property(anySeed, fc.infiniteStream(fc.nat()), (seed, keys) => {
        const after = invoices(seed, 'target').map((row) => ({ row, key: keys.next().value ?? 0 }))
        const shuffled = after.toSorted((left, right) => left.key - right.key).map(({ row }) => row)
        const unrounded = rowsOf(draft('task_hard', seed), 'target', 'monthly_revenue').map((month) => {
          const sum = shuffled
            .filter((row) => row['invoice_month'] === month['invoice_month'])
            .reduce((total, row) => total + numberOf(row['amount']), 0)
          expect(Number(sum.toFixed(2))).toBe(month['total_revenue'])
          return sum === month['total_revenue']
        })
        expect(unrounded).toContain(false)
      }),
      { numRuns: 60 },
    )
  })
})

describe('task_null_repair', () => {
  const staff = (seed: number | null, side: 'seed' | 'target'): ReturnType<typeof rowsOf> =>
    rowsOf(draft('task_null_repair', seed), side, 'employees')

  it.each([
    ['age', 1],
    ['salary', 100],
  ])('has an average %s that is far from a tie, rounds up, and that no row holds', (column, unit) => {
    always((seed) => {
      const known = staff(seed, 'seed').flatMap((row) => (row[column] === null ? [] : [numberOf(row[column]) * unit]))
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length
      const rounded = Math.round(mean)
      expect(rounded - mean).toBeGreaterThan(0.1)
      expect(rounded - mean).toBeLessThan(0.45)
      expect(known.every((value) => Math.round(value) !== rounded)).toBe(true)
      const after = staff(seed, 'target').map((row) => Math.round(numberOf(row[column]) * unit))
      expect(after.filter((value) => value === rounded).length).toBe(after.length - known.length)
      // Filling in stages cannot move the average over the tie.
      const filled = after.reduce((sum, value) => sum + value, 0) / after.length
      expect(Math.round(filled)).toBe(rounded)
    })
  })

  it('has gaps of every kind and odd values that are none', () => {
    always((seed) => {
      const rows = staff(seed, 'seed')
      const gaps = rows.map(
        ({ age, salary, department }) => [age, salary, department].filter((cell) => cell === null).length,
      )
      for (const count of [0, 1, 2, 3]) expect(gaps).toContain(count)
      expect(rows.some(({ salary }) => salary === 0)).toBe(true)
      expect(rows.some(({ left_on: left }) => left === null)).toBe(true)
      const departments = rows.map(({ department }) => department)
      for (const odd of ['general', '', 'N/A', 'General Affairs']) expect(departments).toContain(odd)
      expect(departments).not.toContain('General')
    })
  })
})

describe('task_dedup', () => {
  const customers = (seed: number | null, side: 'seed' | 'target'): ReturnType<typeof rowsOf> =>
    rowsOf(draft('task_dedup', seed), side, 'customers')

  it('has look-alikes that are no duplicates, and duplicates that look better than the row that stays', () => {
    always((seed) => {
      const rows = customers(seed, 'seed')
      const kept = customers(seed, 'target')
      expect(kept.length).toBeGreaterThan(1.5 * (rows.length - kept.length))
      const emails = kept.map(({ email }) => textOf(email))
      expect(new Set(emails).size).toBe(emails.length)
      expect(new Set(emails.map((email) => email.toLowerCase())).size).toBeLessThan(emails.length)
      expect(new Set(emails.map((email) => email.trim())).size).toBeLessThan(emails.length)
      expect(new Set(kept.map(({ name }) => name)).size).toBeLessThan(kept.length)
      const removed = rows.filter((row) => !kept.some(({ id }) => id === row['id']))
      const better = removed.filter((row) => {
        const first = kept.find(({ email }) => email === row['email'])
        return first?.['city'] === null && row['city'] !== null && textOf(row['joined_on']) < textOf(first['joined_on'])
      })
      expect(better.length).toBeGreaterThan(0)
      expect(removed.every((row) => numberOf(row['id']) > Math.min(...idsOf(rows, row['email'])))).toBe(true)
    })
  })

  it('does not always insert the smallest id of a group first', () => {
    always((seed) => {
      const rows = customers(seed, 'seed')
      const late = rows.filter((row, place) => {
        const first = rows.findIndex(({ email }) => email === row['email'])
        return first < place && numberOf(row['id']) === Math.min(...idsOf(rows, row['email']))
      })
      expect(late.length).toBeGreaterThan(0)
    })
  })

  function idsOf(rows: ReturnType<typeof rowsOf>, email: unknown): number[] {
    return rows.filter((row) => row['email'] === email).map((row) => numberOf(row['id']))
  }
})
