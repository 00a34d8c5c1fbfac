import type { SyncTrade } from '../stations/sync-trade.ts'
import { drawFirmName, syncTables } from './words.ts'

/** Delivery points of consignees, entered in transport planning or in the booking portal. */
export const logisticsSync: SyncTrade = {
  ...syncTables,
  nouns: {
    record: 'consignee',
    records: 'consignees',
    child: 'delivery point',
    children: 'delivery points',
    item: 'site code',
    items: 'site codes',
    value: 'pallets a week',
    use: 'slot booking',
    uses: 'slot bookings',
    printedOn: 'the routing label',
    other: 'the booking portal',
    desk: 'the planning desk',
    proof: 'the frame contract',
  },
  records: {
    names: ['consignee', 'consignees', 'consignee_record'],
    columns: { id: ['id', 'consignee_no'], name: ['name', 'firm'], system: ['opened_in', 'entered_in'] },
  },
  children: {
    names: ['delivery_point', 'unloading_point', 'drop_point'],
    columns: {
      id: ['id', 'point_no', 'label_no'],
      owner: ['consignee', 'consignee_id', 'belongs_to'],
      item: ['site_code', 'site'],
      since: ['active_from', 'valid_from'],
      value: ['pallets_week', 'weekly_pallets'],
    },
  },
  uses: {
    names: ['slot_booking', 'ramp_slot', 'slots'],
    columns: {
      id: ['id', 'slot_no'],
      child: ['point', 'for_point', 'unloads_at'],
      at: ['booked_at', 'entered_at'],
      clerk: ['planner', 'booked_by'],
    },
  },
  archive: {
    names: ['old_consignee', 'archived_consignee', 'dormant_consignee'],
    columns: { id: ['consignee_no', 'number'], name: ['name', 'firm'], archivedOn: ['archived_on', 'put_away_on'] },
  },
  overview: {
    names: ['points_by_consignee', 'consignee_overview', 'weekly_volume'],
    columns: {
      record: ['consignee', 'consignee_no'],
      children: ['points', 'point_count'],
      total: ['pallets_week', 'total_pallets'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['points_by_month', 'volume_by_month', 'month_of_start'],
    columns: {
      month: ['month', 'from_month'],
      children: ['points', 'point_count'],
      total: ['pallets_week', 'total_pallets'],
    },
  },
  systems: ['planning', 'portal'],
  drawName: drawFirmName,
  drawItem: (random) =>
    `${random.pick(['DE', 'NL', 'BE', 'FR', 'DK', 'SE'])}-${random.int(1000, 9999)}-${random.pick(['N', 'S', 'E', 'W'])}`,
  values: { least: 2, most: 66, step: 1 },
  tellValue: String,
}
