import type { PriceListTrade } from '../stations/price-list-trade.ts'
import { sitesOf } from './sites.ts'

const firms =
  `Alvik Bronder Claessens Dorval Ekman Fontaine Gerlach Hoekstra Ivarsson Janssens Koskinen Lindqvist Meunier
  Nordahl Ollila Pauwels Ruusu Steiner Tormanen Verhoeven`.split(/\s+/)
const kinds = ['Foods', 'Timber', 'Machine Parts', 'Paper', 'Chemicals', 'Home Textiles']

/** Shippers book handling at the depots and are invoiced by the tariff. */
export const logisticsPrices: PriceListTrade = {
  nouns: {
    order: 'booking',
    orders: 'bookings',
    invoice: 'freight invoice',
    invoices: 'freight invoices',
    customer: 'shipper',
    customers: 'shippers',
    site: 'booking office',
    sites: 'booking offices',
    good: 'handling code',
    goods: 'handling codes',
    list: 'tariff',
    lists: 'tariffs',
    program: 'the invoicing program',
    ordered: 'booked',
    confirmed: 'accepted',
    delivered: 'collected',
  },
  customers: {
    names: ['shipper', 'booking_customer', 'shipper_list'],
    columns: { code: ['code', 'shipper_no'], name: ['name', 'shipper_name'] },
  },
  sites: {
    names: ['booking_office', 'office', 'booking_desk'],
    columns: {
      code: ['code', 'office_code'],
      name: ['name', 'port'],
      ahead: ['hours_ahead_of_utc', 'utc_offset_hours', 'summer_utc_offset'],
      system: ['tariff_system', 'system'],
    },
  },
  goods: {
    names: ['handling', 'handling_code', 'tariff_item', 'handling_list'],
    columns: {
      code: ['handling_no', 'tariff_code', 'item_code'],
      name: ['description', 'name'],
      tax: ['vat_percent', 'vat_rate'],
      price: ['rate_cents', 'current_rate_cents', 'unit_rate_cents'],
    },
  },
  versions: {
    names: ['tariff', 'tariff_version', 'tariff_issue'],
    columns: {
      id: ['tariff_no', 'version', 'id'],
      from: ['valid_from', 'in_force_from', 'starts_on'],
      issuedBy: ['issued_by', 'released_by'],
    },
  },
  prices: {
    names: ['tariff_rate', 'rate', 'tariff_line'],
    columns: {
      version: ['tariff_no', 'tariff_version_no'],
      good: ['handling_no', 'tariff_code', 'item_code'],
      price: ['rate_cents', 'unit_rate_cents'],
    },
  },
  changes: {
    names: ['rate_change', 'tariff_history', 'rate_journal'],
    columns: {
      id: ['change_no', 'id'],
      good: ['handling_no', 'tariff_code', 'item_code'],
      from: ['valid_from', 'effective_on', 'applies_from'],
      old: ['old_cents', 'rate_before', 'was_cents'],
      new: ['new_cents', 'rate_after', 'becomes_cents'],
    },
  },
  agreements: {
    names: ['agreed_rate', 'shipper_rate', 'contract_rate'],
    columns: {
      id: ['id', 'agreement_no'],
      customer: ['shipper', 'shipper_no', 'customer_no'],
      good: ['handling_no', 'tariff_code', 'item_code'],
      price: ['rate_cents', 'agreed_cents'],
      from: ['valid_from', 'first_day'],
      until: ['valid_until', 'last_day'],
    },
  },
  orders: {
    names: ['booking', 'bookings', 'handling_order', 'booking_head'],
    columns: {
      id: ['id', 'booking_no', 'booking_id'],
      customer: ['shipper', 'shipper_no', 'customer_no'],
      site: ['office', 'booking_office_code', 'office_code'],
      ordered: ['booked_at', 'entered_at'],
      confirmed: ['accepted_at', 'slot_given_at'],
      delivered: ['collected_at', 'left_gate_at'],
    },
  },
  invoices: {
    names: ['freight_invoice', 'invoice', 'depot_invoice'],
    columns: {
      id: ['id', 'invoice_id'],
      number: ['invoice_no', 'number'],
      order: ['booking_no', 'for_booking', 'booking_ref'],
      madeOn: ['invoice_date', 'made_on', 'invoiced_on'],
      status: ['status', 'state'],
      release: ['program_version', 'made_with', 'invoicing_version'],
    },
  },
  entries: {
    names: ['invoice_entry', 'freight_entry', 'freight_line', 'charge_line'],
    columns: {
      id: ['id', 'entry_id', 'entry_no'],
      invoice: ['invoice_id', 'invoice', 'for_invoice'],
      document: ['document_no', 'doc_no', 'voucher'],
      kind: ['kind', 'entry_kind', 'entry_type'],
      day: ['entry_date', 'booked_on', 'dated'],
      good: ['handling_no', 'tariff_code', 'item_code'],
      quantity: ['units', 'quantity', 'load_units'],
      price: ['unit_rate_cents', 'rate_cents', 'each_cents'],
      net: ['net_cents', 'net_amount_cents'],
      tax: ['vat_cents', 'tax_cents'],
      gross: ['gross_cents', 'total_cents'],
      reason: ['reason', 'remark_code', 'why'],
    },
  },
  turnover: {
    names: ['shipper_month', 'freight_turnover', 'turnover_by_shipper'],
    columns: {
      customer: ['shipper', 'shipper_no', 'customer_no'],
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_turnover_cents'],
      tax: ['vat_cents', 'vat_turnover_cents'],
    },
  },
  totals: {
    names: ['freight_month', 'vat_month', 'turnover_month'],
    columns: {
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_turnover_cents'],
      tax: ['vat_cents', 'vat_turnover_cents'],
    },
  },
  taxes: [21, 21, 21, 6],
  status: { draft: ['draft', 'open', 'in preparation'], sent: ['sent', 'posted', 'mailed'] },
  drawCustomers: (random, count) => {
    const picked = random.sample(firms, Math.min(count, firms.length))
    return Array.from({ length: count }, (_, place) => ({
      code: `K${4100 + 11 * place + random.int(0, 10)}`,
      name: `${picked[place % picked.length] ?? 'Alvik'} ${kinds[(place + Math.floor(place / picked.length)) % kinds.length] ?? 'Foods'}`,
    }))
  },
  drawSites: (random, count) =>
    sitesOf(random, count, [
      { code: 'FXT', name: 'Felixstowe', ahead: 1 },
      { code: 'LEI', name: 'Leixões', ahead: 1 },
      { code: 'ANR', name: 'Antwerp', ahead: 2 },
      { code: 'BRE', name: 'Bremen', ahead: 2 },
      { code: 'KTK', name: 'Kotka', ahead: 3 },
      { code: 'RIX', name: 'Riga', ahead: 3 },
    ]),
}
