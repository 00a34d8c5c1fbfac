/**
 * Columns that many worlds have, with the names that people give them.
 *
 * @module
 */
import type { Role, WorldColumn } from './world.ts'

type Words = readonly string[]

/** A key with names of its own. */
export const keyColumn = (...words: Words): WorldColumn => ({ name: 'id', role: 'key', type: 'INTEGER', words })

/** A reference to the key of another table. */
export const referenceColumn = (name: string, references: string, ...words: Words): WorldColumn => ({
  name,
  role: 'reference',
  type: 'INTEGER',
  references,
  words,
})

/** A whole number that is never NULL. */
export const numberColumn = (name: string, role: Role, ...words: Words): WorldColumn => ({
  name,
  role,
  type: 'INTEGER',
  words,
})

/** A text that is never NULL. */
export const textColumn = (name: string, role: Role, ...words: Words): WorldColumn => ({
  name,
  role,
  type: 'TEXT',
  words,
})

/** One of a closed list. */
export const enumColumn = (name: string, values: readonly string[], ...words: Words): WorldColumn => ({
  name,
  role: 'enum',
  type: 'TEXT',
  values,
  words,
})

/** A time that other columns give away. */
export const instantColumn = (name: string, ...words: Words): WorldColumn => ({
  name,
  role: 'instant',
  type: 'TEXT',
  correlated: true,
  words,
})

/** A free remark. */
export const remarkColumn = (...words: Words): WorldColumn => ({
  name: 'remark',
  role: 'text',
  type: 'TEXT',
  nullable: true,
  words,
})

/** Quantity, price, rebate and sum; the price goes by what `pricedBy` refers to. */
export function sumColumns(
  pricedBy: string,
  words: { readonly quantity: Words; readonly price: Words; readonly rebate: Words; readonly sum: Words },
): WorldColumn[] {
  const money = { role: 'money', type: 'INTEGER' } as const
  return [
    { name: 'quantity', role: 'quantity', type: 'INTEGER', words: words.quantity },
    { name: 'price', ...money, pricedBy, words: words.price },
    { name: 'rebate', ...money, words: words.rebate },
    {
      name: 'sum',
      role: 'derived',
      type: 'INTEGER',
      derivedFrom: { quantity: 'quantity', price: 'price', rebate: 'rebate' },
      words: words.sum,
    },
  ]
}

/** What `sumColumns` holds in a row. */
export const sumNames = { quantity: 'quantity', price: 'price', rebate: 'rebate', sum: 'sum' } as const
