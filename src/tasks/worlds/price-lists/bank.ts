import type { PriceListTrade } from '../stations/price-list-trade.ts'
import { sitesOf } from './sites.ts'

const names =
  `Arden Bellweather Calder Dunmore Eastgate Foxley Grantham Hartwell Ilford Keswick Langdon Merrow Norwood Oakley
  Penrose Radley Selwyn Thornby Upton Wexley`.split(/\s+/)
const kinds = ['Bakeries', 'Filling Stations', 'Pharmacies', 'Cinemas', 'Car Parks', 'Garden Centres']

/** Businesses order services of the bank and get a fee invoice. */
export const bankPrices: PriceListTrade = {
  nouns: {
    order: 'service order',
    orders: 'service orders',
    invoice: 'fee invoice',
    invoices: 'fee invoices',
    customer: 'business client',
    customers: 'business clients',
    site: 'business desk',
    sites: 'business desks',
    good: 'service',
    goods: 'services',
    list: 'schedule of charges',
    lists: 'schedules of charges',
    program: 'the charging program',
    ordered: 'placed',
    confirmed: 'accepted',
    delivered: 'carried out',
  },
  customers: {
    names: ['business_client', 'client', 'client_list'],
    columns: { code: ['code', 'client_no'], name: ['name', 'client_name'] },
  },
  sites: {
    names: ['business_desk', 'client_desk', 'desk'],
    columns: {
      code: ['code', 'desk_code'],
      name: ['name', 'city'],
      ahead: ['hours_ahead_of_utc', 'utc_offset_hours', 'summer_utc_offset'],
      system: ['charge_system', 'system'],
    },
  },
  goods: {
    names: ['service', 'client_service', 'charge_item', 'service_catalogue'],
    columns: {
      code: ['service_no', 'charge_code', 'item_code'],
      name: ['description', 'name'],
      tax: ['vat_percent', 'vat_rate'],
      price: ['charge_cents', 'current_charge_cents', 'each_time_cents'],
    },
  },
  versions: {
    names: ['charge_schedule', 'schedule_version', 'schedule_issue'],
    columns: {
      id: ['schedule_no', 'version', 'id'],
      from: ['valid_from', 'in_force_from', 'starts_on'],
      issuedBy: ['issued_by', 'released_by'],
    },
  },
  prices: {
    names: ['charge', 'scheduled_charge', 'schedule_line'],
    columns: {
      version: ['schedule_no', 'schedule_version_no'],
      good: ['service_no', 'charge_code', 'item_code'],
      price: ['charge_cents', 'each_time_cents'],
    },
  },
  changes: {
    names: ['charge_change', 'charge_history', 'charge_journal'],
    columns: {
      id: ['change_no', 'id'],
      good: ['service_no', 'charge_code', 'item_code'],
      from: ['valid_from', 'effective_on', 'applies_from'],
      old: ['old_cents', 'charge_before', 'was_cents'],
      new: ['new_cents', 'charge_after', 'becomes_cents'],
    },
  },
  agreements: {
    names: ['agreed_charge', 'client_charge', 'special_condition'],
    columns: {
      id: ['id', 'agreement_no'],
      customer: ['client', 'client_no'],
      good: ['service_no', 'charge_code', 'item_code'],
      price: ['charge_cents', 'agreed_cents'],
      from: ['valid_from', 'first_day'],
      until: ['valid_until', 'last_day'],
    },
  },
  orders: {
    names: ['service_order', 'client_order', 'instruction', 'desk_order'],
    columns: {
      id: ['id', 'order_no', 'order_id'],
      customer: ['client', 'client_no'],
      site: ['desk', 'business_desk_code', 'desk_code'],
      ordered: ['placed_at', 'ordered_at'],
      confirmed: ['accepted_at', 'approved_at'],
      delivered: ['carried_out_at', 'executed_at'],
    },
  },
  invoices: {
    names: ['fee_invoice', 'invoice', 'client_invoice'],
    columns: {
      id: ['id', 'invoice_id'],
      number: ['invoice_no', 'number'],
      order: ['order_no', 'for_order', 'order_ref'],
      madeOn: ['invoice_date', 'made_on', 'invoiced_on'],
      status: ['status', 'state'],
      release: ['program_version', 'made_with', 'charging_version'],
    },
  },
  entries: {
    names: ['invoice_entry', 'fee_line', 'invoice_line', 'charge_entry'],
    columns: {
      id: ['id', 'entry_id', 'entry_no'],
      invoice: ['invoice_id', 'invoice', 'for_invoice'],
      document: ['document_no', 'doc_no', 'voucher'],
      kind: ['kind', 'entry_kind', 'entry_type'],
      day: ['entry_date', 'booked_on', 'dated'],
      good: ['service_no', 'charge_code', 'item_code'],
      quantity: ['times', 'quantity', 'number_of'],
      price: ['charge_cents', 'single_cents', 'each_cents'],
      net: ['net_cents', 'net_amount_cents'],
      tax: ['vat_cents', 'tax_cents'],
      gross: ['gross_cents', 'total_cents'],
      reason: ['reason', 'remark_code', 'why'],
    },
  },
  turnover: {
    names: ['client_month', 'client_turnover', 'charged_by_client'],
    columns: {
      customer: ['client', 'client_no'],
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_charged_cents'],
      tax: ['vat_cents', 'vat_charged_cents'],
    },
  },
  totals: {
    names: ['fee_month', 'vat_month', 'charged_month'],
    columns: {
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_charged_cents'],
      tax: ['vat_cents', 'vat_charged_cents'],
    },
  },
  taxes: [21, 21, 9],
  status: { draft: ['draft', 'open', 'for approval'], sent: ['sent', 'issued', 'delivered'] },
  drawCustomers: (random, count) => {
    const firms = random.sample(names, Math.min(count, names.length))
    return Array.from({ length: count }, (_, place) => ({
      code: `BC${700 + 8 * place + random.int(0, 7)}`,
      name: `${firms[place % firms.length] ?? 'Arden'} ${kinds[(place + Math.floor(place / firms.length)) % kinds.length] ?? 'Stores'}`,
    }))
  },
  drawSites: (random, count) =>
    sitesOf(random, count, [
      { code: 'CRK', name: 'Cork', ahead: 1 },
      { code: 'FAO', name: 'Faro', ahead: 1 },
      { code: 'LNZ', name: 'Linz', ahead: 2 },
      { code: 'GNT', name: 'Ghent', ahead: 2 },
      { code: 'TRT', name: 'Tartu', ahead: 3 },
      { code: 'POR', name: 'Pori', ahead: 3 },
    ]),
}
