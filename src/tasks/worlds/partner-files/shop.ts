import type { PartnerFilesTrade } from '../stations/partner-files-trade.ts'
import { namedPartners, partnerTables } from './words.ts'

/** Makers confirm in files what the bicycle shops have ordered for next season. */
export const shopPartners: PartnerFilesTrade = {
  nouns: {
    row: 'pre-order',
    rows: 'pre-orders',
    file: 'pre-order file',
    files: 'pre-order files',
    partner: 'maker',
    partners: 'makers',
    good: 'article',
    goods: 'articles',
    importer: 'the pre-order import',
    taken: 'placed',
    takenDay: 'the order day',
    dueDay: 'the delivery day',
    due: 'delivery',
    dues: 'deliveries',
    plan: 'the delivery plan',
    planReader: 'the warehouse',
    desk: 'purchasing',
  },
  ...partnerTables({
    rows: ['pre_order', 'season_order', 'pre_orders', 'ordered_ahead'],
    files: ['maker_file', 'pre_order_file', 'file_from_maker', 'confirmation_file'],
    partner: ['maker', 'maker_code', 'brand_code'],
    partnerTable: ['makers', 'maker_list', 'brand'],
    number: ['maker_no', 'order_ref', 'confirmation_no'],
    taken: ['placed_on', 'ordered_on', 'order_day'],
    due: ['deliver_on', 'delivery_day', 'arrives_on'],
    good: ['article', 'article_no', 'plu'],
    goodTable: ['season_article', 'article_list', 'articles'],
    quantity: ['pieces', 'qty', 'quantity'],
    plan: ['delivery_plan', 'season_plan', 'plan_by_maker'],
    totals: ['plan_month_total', 'season_total', 'warehouse_month'],
    handedOver: ['plan_handed_over', 'final_month', 'month_given_to_warehouse'],
  }),
  quantities: [2, 24],
  drawPartners: (random, count) =>
    namedPartners(
      random,
      count,
      'M',
      `Alder Bergmann Corvo Dahlin Everett Falk Gazelo Hollander Inverno Jarvis Kestrel Lunde Marino Norden Orbis Peregrin
       Quill Rondo Sorel Tramont Ulmen Vireo Westerly Zephyr`.split(/\s+/),
      ['Cycles', 'Bikes', 'Components', 'Frames', 'Wheels'],
    ),
  fileName: (random, { partner, day, again }) => {
    const plain = day.replaceAll('-', '')
    return again
      ? `${partner}_open_lines_${plain}.csv`
      : random.pick([`${partner}_${plain}.csv`, `confirm_${partner}_${plain.slice(2)}.csv`, `${plain}_${partner}.txt`])
  },
}
