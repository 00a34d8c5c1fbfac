import type { PartnerFilesTrade } from '../stations/partner-files-trade.ts'
import { namedPartners, partnerTables } from './words.ts'

/** Shippers book in files what the depots are to handle next year. */
export const logisticsPartners: PartnerFilesTrade = {
  nouns: {
    row: 'slot booking',
    rows: 'slot bookings',
    file: 'booking file',
    files: 'booking files',
    partner: 'shipper',
    partners: 'shippers',
    good: 'handling code',
    goods: 'handling codes',
    importer: 'the booking import',
    taken: 'booked',
    takenDay: 'the booking day',
    dueDay: 'the arrival day',
    due: 'arrival',
    dues: 'arrivals',
    plan: 'the arrival plan',
    planReader: 'the yard office',
    desk: 'the slot desk',
  },
  ...partnerTables({
    rows: ['slot_booking', 'booked_slot', 'bookings', 'advance_booking'],
    files: ['shipper_file', 'booking_file', 'file_from_shipper', 'slot_file'],
    partner: ['shipper', 'shipper_code', 'account'],
    partnerTable: ['shippers', 'shipper_list', 'booking_customer'],
    number: ['shipper_no', 'booking_ref', 'transport_no'],
    taken: ['booked_on', 'booking_day', 'agreed_on'],
    due: ['arrives_on', 'arrival_day', 'slot_day'],
    good: ['handling_code', 'code_of_handling', 'service'],
    goodTable: ['handling_list', 'handling_codes', 'services'],
    quantity: ['units', 'unit_count', 'load_units'],
    plan: ['arrival_plan', 'slot_plan', 'plan_by_shipper'],
    totals: ['plan_month_total', 'depot_month', 'month_of_arrivals'],
    handedOver: ['plan_handed_over', 'final_month', 'month_given_to_depots'],
  }),
  quantities: [4, 33],
  drawPartners: (random, count) =>
    namedPartners(
      random,
      count,
      'K',
      `Adria Baltic Cobalt Danube Elbe Finster Gallus Hansa Iberia Jutland Kaskade Loire Meridian Nordlys Oder Pelikan Rhenus
       Savoie Tagus Umbria Vistula Weser Zeeland`.split(/\s+/),
      ['Foods', 'Tools', 'Paper', 'Trading', 'Plastics'],
    ),
  fileName: (random, { partner, day, again }) => {
    const plain = day.replaceAll('-', '')
    return again
      ? `${partner}_refused_again_${plain}.csv`
      : random.pick([`${partner}_${plain}.csv`, `slots_${plain.slice(2)}_${partner}.csv`, `${plain}-${partner}.txt`])
  },
}
