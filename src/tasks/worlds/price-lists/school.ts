import type { PriceListTrade } from '../stations/price-list-trade.ts'
import { sitesOf } from './sites.ts'

const names =
  `Aldine Beacon Corvus Delmar Estrada Fenwick Galena Hollis Indigo Juniper Kestrel Lumen Marlow Nordic Orchard
  Pinnacle Quarry Rivington Solent Tamar`.split(/\s+/)
const kinds = ['Insurance', 'Logistics', 'Engineering', 'Hotels', 'Pharma', 'Software']

/** Firms book courses for their staff and get an invoice. */
export const schoolPrices: PriceListTrade = {
  nouns: {
    order: 'class booking',
    orders: 'class bookings',
    invoice: 'course invoice',
    invoices: 'course invoices',
    customer: 'firm',
    customers: 'firms',
    site: 'course office',
    sites: 'course offices',
    good: 'course',
    goods: 'courses',
    list: 'price sheet',
    lists: 'price sheets',
    program: 'the course billing',
    ordered: 'received',
    confirmed: 'confirmed',
    delivered: 'timetabled',
  },
  customers: {
    names: ['firm', 'client_firm', 'company_list'],
    columns: { code: ['code', 'firm_no'], name: ['name', 'firm_name'] },
  },
  sites: {
    names: ['course_office', 'office', 'booking_office'],
    columns: {
      code: ['code', 'office_code'],
      name: ['name', 'city'],
      ahead: ['hours_ahead_of_utc', 'utc_offset_hours', 'summer_utc_offset'],
      system: ['price_system', 'system'],
    },
  },
  goods: {
    names: ['course', 'course_offer', 'course_catalogue', 'training'],
    columns: {
      code: ['course_no', 'course_code', 'training_code'],
      name: ['title', 'name'],
      tax: ['vat_percent', 'vat_rate'],
      price: ['unit_price_cents', 'current_price_cents', 'price_cents'],
    },
  },
  versions: {
    names: ['price_sheet', 'sheet_version', 'price_issue'],
    columns: {
      id: ['sheet_no', 'version', 'id'],
      from: ['valid_from', 'in_force_from', 'starts_on'],
      issuedBy: ['issued_by', 'released_by'],
    },
  },
  prices: {
    names: ['course_price', 'sheet_price', 'price_entry'],
    columns: {
      version: ['sheet_no', 'sheet_version_no'],
      good: ['course_no', 'course_code', 'training_code'],
      price: ['unit_price_cents', 'price_cents'],
    },
  },
  changes: {
    names: ['price_change', 'price_history', 'price_journal'],
    columns: {
      id: ['change_no', 'id'],
      good: ['course_no', 'course_code', 'training_code'],
      from: ['valid_from', 'effective_on', 'applies_from'],
      old: ['old_cents', 'price_before', 'was_cents'],
      new: ['new_cents', 'price_after', 'becomes_cents'],
    },
  },
  agreements: {
    names: ['agreed_price', 'firm_price', 'price_agreement'],
    columns: {
      id: ['id', 'agreement_no'],
      customer: ['firm', 'firm_no', 'client_no'],
      good: ['course_no', 'course_code', 'training_code'],
      price: ['price_cents', 'agreed_cents'],
      from: ['valid_from', 'first_day'],
      until: ['valid_until', 'last_day'],
    },
  },
  orders: {
    names: ['class_booking', 'class_order', 'training_order', 'firm_booking'],
    columns: {
      id: ['id', 'booking_no', 'booking_id'],
      customer: ['firm', 'firm_no', 'client_no'],
      site: ['office', 'course_office_code', 'office_code'],
      ordered: ['received_at', 'booked_at'],
      confirmed: ['confirmed_at', 'agreed_at'],
      delivered: ['timetabled_at', 'on_timetable_at'],
    },
  },
  invoices: {
    names: ['course_invoice', 'invoice', 'firm_invoice'],
    columns: {
      id: ['id', 'invoice_id'],
      number: ['invoice_no', 'number'],
      order: ['booking_no', 'for_booking', 'booking_ref'],
      madeOn: ['invoice_date', 'made_on', 'invoiced_on'],
      status: ['status', 'state'],
      release: ['program_version', 'made_with', 'billing_version'],
    },
  },
  entries: {
    names: ['invoice_entry', 'course_charge', 'invoice_line', 'billing_entry'],
    columns: {
      id: ['id', 'entry_id', 'entry_no'],
      invoice: ['invoice_id', 'invoice', 'for_invoice'],
      document: ['document_no', 'doc_no', 'voucher'],
      kind: ['kind', 'entry_kind', 'entry_type'],
      day: ['entry_date', 'booked_on', 'dated'],
      good: ['course_no', 'course_code', 'training_code'],
      quantity: ['units', 'quantity', 'lesson_units'],
      price: ['unit_price_cents', 'price_cents', 'each_cents'],
      net: ['net_cents', 'net_amount_cents'],
      tax: ['vat_cents', 'tax_cents'],
      gross: ['gross_cents', 'total_cents'],
      reason: ['reason', 'remark_code', 'why'],
    },
  },
  turnover: {
    names: ['firm_month', 'firm_turnover', 'turnover_by_firm'],
    columns: {
      customer: ['firm', 'firm_no', 'client_no'],
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_turnover_cents'],
      tax: ['vat_cents', 'vat_turnover_cents'],
    },
  },
  totals: {
    names: ['course_month', 'vat_month', 'turnover_month'],
    columns: {
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_turnover_cents'],
      tax: ['vat_cents', 'vat_turnover_cents'],
    },
  },
  taxes: [20, 20, 10],
  status: { draft: ['draft', 'open', 'not issued'], sent: ['sent', 'issued', 'posted'] },
  drawCustomers: (random, count) => {
    const firms = random.sample(names, Math.min(count, names.length))
    return Array.from({ length: count }, (_, place) => ({
      code: `F${1400 + 6 * place + random.int(0, 5)}`,
      name: `${firms[place % firms.length] ?? 'Aldine'} ${kinds[(place + Math.floor(place / firms.length)) % kinds.length] ?? 'Works'}`,
    }))
  },
  drawSites: (random, count) =>
    sitesOf(random, count, [
      { code: 'OPO', name: 'Porto', ahead: 1 },
      { code: 'GWY', name: 'Galway', ahead: 1 },
      { code: 'GRZ', name: 'Graz', ahead: 2 },
      { code: 'LVN', name: 'Leuven', ahead: 2 },
      { code: 'RIX', name: 'Riga', ahead: 3 },
      { code: 'TKU', name: 'Turku', ahead: 3 },
    ]),
}
