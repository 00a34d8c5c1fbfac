/** A small world: a garden nursery with two tills. */
import { priced } from '../../../../src/tasks/worlds/goods.ts'
import type { World } from '../../../../src/tasks/worlds/world.ts'

/** A nursery that sells plants and tools at tills. */
export const nursery: World = Object.freeze({
  id: 'nursery',
  title: 'a garden nursery',
  calendar: { closedWeekdays: [0], hours: [8, 17] as const },
  words: {
    houses: ['a garden nursery', 'a nursery with two tills', 'a plant centre', 'a family nursery'],
    roles: ['the tills', 'the plant beds', 'the shop office', 'the yard'],
    currency: 'EUR',
  },
  texts: { pages: [], threads: [], mails: [], releases: [] },
  goods: (random, count) =>
    priced(
      random,
      [
        ['box hedge', 1290, 200],
        ['climbing rose', 1890, 300],
        ['lavender pot', 490, 100],
        ['potting soil 40 l', 899, 90],
        ['hand trowel', 1150, 150],
        ['watering can', 1690, 200],
      ],
      count,
      (place) => `A${101 + place}`,
    ),
  ranges: { quantity: { low: 1, high: 8 }, price: { low: 100, high: 3000 } },
  stations: {
    manual_tool: {
      nouns: { child: 'till entry', children: 'till entries', desk: 'the shop office' },
      child: {
        names: ['till_entry', 'till_record', 'counter_entry'],
        columns: {
          id: ['id', 'entry_no'],
          core: ['article_code', 'item_code'],
          at: ['entered_at', 'rung_up_at'],
          operator: ['clerk', 'entered_by'],
          quantity: ['pieces', 'quantity'],
          reason: ['kind', 'entry_kind'],
        },
      },
      changes: {
        names: ['change_log'],
        columns: {
          ...{ number: ['change_no'], at: ['changed_at'], operator: ['changed_by'], table: ['table_name'] },
          ...{ row: ['row_id'], column: ['column_name'], old: ['old_value'], new: ['new_value'] },
        },
      },
      reasons: ['sale', 'refund'],
    },
  },
} satisfies World)
