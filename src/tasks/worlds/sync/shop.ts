import { tellAmount } from '../time.ts'
import type { SyncTrade } from '../stations/sync-trade.ts'
import { drawPersonName, syncTables } from './words.ts'

/** Bikes that customers have registered, at a store or in the web shop. */
export const shopSync: SyncTrade = {
  ...syncTables,
  nouns: {
    record: 'customer',
    records: 'customers',
    child: 'registered bike',
    children: 'registered bikes',
    item: 'frame number',
    items: 'frame numbers',
    value: 'cover',
    use: 'inspection',
    uses: 'inspections',
    printedOn: 'the sticker on the frame',
    other: 'the web shop',
    desk: 'the service desk',
    proof: 'the insurance papers',
  },
  records: {
    names: ['customer', 'customers', 'customer_record'],
    columns: { id: ['id', 'customer_no'], name: ['name', 'full_name'], system: ['first_seen', 'entered_in'] },
  },
  children: {
    names: ['registered_bike', 'bike', 'bike_register'],
    columns: {
      id: ['id', 'sticker_no', 'bike_no'],
      owner: ['customer', 'customer_id', 'belongs_to'],
      item: ['frame_no', 'frame_number'],
      since: ['covered_from', 'valid_from'],
      value: ['cover_pence', 'yearly_pence'],
    },
  },
  uses: {
    names: ['inspection', 'inspections', 'bike_check'],
    columns: {
      id: ['id', 'inspection_no'],
      child: ['sticker', 'for_bike', 'inspected_bike'],
      at: ['inspected_at', 'entered_at'],
      clerk: ['mechanic', 'checked_by'],
    },
  },
  archive: {
    names: ['old_customer', 'archived_customer', 'dormant_customer'],
    columns: { id: ['customer_no', 'number'], name: ['name', 'full_name'], archivedOn: ['archived_on', 'put_away_on'] },
  },
  overview: {
    names: ['bikes_by_customer', 'customer_overview', 'customer_cover'],
    columns: {
      record: ['customer', 'customer_no'],
      children: ['bikes', 'bike_count'],
      total: ['cover_pence', 'total_pence'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['cover_by_month', 'bikes_by_month', 'month_of_cover'],
    columns: {
      month: ['month', 'from_month'],
      children: ['bikes', 'bike_count'],
      total: ['cover_pence', 'total_pence'],
    },
  },
  systems: ['store', 'web'],
  drawName: drawPersonName,
  drawItem: (random) =>
    `${random.pick(['WBK', 'KTX', 'GZL', 'BTV', 'CUB', 'RLG'])}${random.int(100_000, 999_999)}${random.pick(['A', 'F', 'K', 'R'])}`,
  values: { least: 1900, most: 14_900, step: 100 },
  tellValue: tellAmount,
}
