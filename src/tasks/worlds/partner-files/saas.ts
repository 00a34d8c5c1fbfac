import type { PartnerFilesTrade } from '../stations/partner-files-trade.ts'
import { namedPartners, partnerTables } from './words.ts'

/** Resellers order blocks of use for their tenants, to start next year. */
export const saasPartners: PartnerFilesTrade = {
  nouns: {
    row: 'advance order',
    rows: 'advance orders',
    file: 'reseller file',
    files: 'reseller files',
    partner: 'reseller',
    partners: 'resellers',
    good: 'usage code',
    goods: 'usage codes',
    importer: 'the order import',
    taken: 'signed',
    takenDay: 'the day of signing',
    dueDay: 'the start day',
    due: 'start',
    dues: 'starts',
    plan: 'the capacity plan',
    planReader: 'platform operations',
    desk: 'the credit desk',
  },
  ...partnerTables({
    rows: ['advance_order', 'signed_order', 'reseller_order', 'ordered_ahead'],
    files: ['reseller_file', 'order_file', 'file_from_reseller', 'partner_file'],
    partner: ['reseller', 'reseller_code', 'channel_code'],
    partnerTable: ['resellers', 'reseller_list', 'channel_list'],
    number: ['reseller_no', 'order_ref', 'contract_ref'],
    taken: ['signed_on', 'signing_day', 'ordered_on'],
    due: ['starts_on', 'start_day', 'active_from'],
    good: ['usage_code', 'meter_code', 'item_code'],
    goodTable: ['usage_list', 'meter_list', 'item_list'],
    quantity: ['blocks', 'block_count', 'units'],
    plan: ['capacity_plan', 'start_plan', 'plan_by_reseller'],
    totals: ['plan_month_total', 'platform_month', 'month_of_starts'],
    handedOver: ['plan_handed_over', 'final_month', 'month_given_to_operations'],
  }),
  quantities: [1, 30],
  drawPartners: (random, count) =>
    namedPartners(
      random,
      count,
      'R',
      `Altair Bitwerk Cumulus Datenhof Elara Fermi Gridline Hexa Ionos Juno Krypton Lambda Matrix Nimbus Octane Proton Quantum Rigel
       Sigma Tensor Umbra Vektor Xenon`.split(/\s+/),
      ['Systems', 'Cloud', 'Partners', 'Consulting'],
    ),
  fileName: (random, { partner, day, again }) => {
    const plain = day.replaceAll('-', '')
    return again
      ? `${partner}-refused-${plain}.csv`
      : random.pick([`${partner}-${plain}.csv`, `orders_${plain.slice(2)}_${partner}.csv`, `${plain}.${partner}.txt`])
  },
}
