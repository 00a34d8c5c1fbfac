/**
 * What the scripted agent does in each of the five tasks: it looks, repairs by the rules of the goal, and
 * submits. It sees what any agent sees and nothing more.
 *
 * @module
 */
import type { Action } from '../contract/action.ts'

const sql = (query: string): Action => ({ action_type: 'execute_sql', query })
const look: Action = { action_type: 'inspect_schema' }
const submit: Action = { action_type: 'finish_task' }

const notADigit = [' ', '-', '(', ')', '.', '+'].reduce(
  (inner, character) => `replace(${inner}, '${character}', '')`,
  'phone',
)

/** Actions by task id. */
export const playbooks: Readonly<Record<string, readonly Action[]>> = {
  task_easy: [
    look,
    sql('SELECT phone, email FROM users'),
    sql(`UPDATE users SET phone = substr(${notADigit}, -10) WHERE phone NOT GLOB '[0-9]*[0-9]' OR length(phone) <> 10`),
    sql("UPDATE users SET email = lower(replace(email, ' ', '')) WHERE email GLOB '*[A-Z ]*'"),
    submit,
  ],
  task_medium: [
    look,
    sql('SELECT min(amt), count(*), sum(amt < 0), sum(amt = 0) FROM legacy_orders'),
    sql(
      'INSERT INTO current_orders (order_id, customer_name, amount, order_date) ' +
        'SELECT order_id, client_name, amt, order_date FROM legacy_orders WHERE amt >= 0',
    ),
    submit,
  ],
  task_hard: [
    look,
    sql('SELECT invoice_month, count(*), sum(customer_id IS NULL) FROM invoices GROUP BY invoice_month'),
    sql(
      'DELETE FROM invoices WHERE NOT EXISTS (SELECT 1 FROM customers WHERE customers.customer_id = invoices.customer_id)',
    ),
    sql('CREATE TABLE monthly_revenue (invoice_month TEXT, total_revenue REAL)'),
    sql('INSERT INTO monthly_revenue SELECT invoice_month, round(sum(amount), 2) FROM invoices GROUP BY invoice_month'),
    submit,
  ],
  task_null_repair: [
    look,
    sql('SELECT count(*) - count(age), count(*) - count(salary), count(*) - count(department) FROM employees'),
    sql('UPDATE employees SET age = (SELECT CAST(round(avg(age)) AS INTEGER) FROM employees) WHERE age IS NULL'),
    sql('UPDATE employees SET salary = (SELECT round(avg(salary), 2) FROM employees) WHERE salary IS NULL'),
    sql("UPDATE employees SET department = 'General' WHERE department IS NULL"),
    submit,
  ],
  task_dedup: [
    look,
    sql('SELECT email, count(*) FROM customers GROUP BY email HAVING count(*) > 1'),
    sql('DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)'),
    submit,
  ],
}

/** The reader: looks at something new in every step until the steps run out, and repairs nothing. */
export function readerAction(step: number): Action {
  return sql(`SELECT ${step}`)
}
