import type { PriceListTrade } from '../stations/price-list-trade.ts'
import { sitesOf } from './sites.ts'

const names =
  `Ablaze Brightly Cloudline Datum Everly Fathom Gridwork Hivemind Inkwell Jetstream Keyhole Lighthouse Mosaic
  Northstar Openfield Patchwork Quill Rivulet Skylark Tesserae`.split(/\s+/)
const kinds = ['Consulting', 'Systems', 'Partners', 'Solutions', 'Hospitality', 'Networks']

/** Resellers order packs of usage for their hotels and are invoiced by the rate card. */
export const saasPrices: PriceListTrade = {
  nouns: {
    order: 'pack order',
    orders: 'pack orders',
    invoice: 'pack invoice',
    invoices: 'pack invoices',
    customer: 'reseller',
    customers: 'resellers',
    site: 'sales desk',
    sites: 'sales desks',
    good: 'pack',
    goods: 'packs',
    list: 'rate card',
    lists: 'rate cards',
    program: 'the billing engine',
    ordered: 'placed',
    confirmed: 'approved',
    delivered: 'activated',
  },
  customers: {
    names: ['reseller', 'reseller_list', 'partner'],
    columns: { code: ['code', 'reseller_no'], name: ['name', 'reseller_name'] },
  },
  sites: {
    names: ['sales_desk', 'desk', 'partner_desk'],
    columns: {
      code: ['code', 'desk_code'],
      name: ['name', 'city'],
      ahead: ['hours_ahead_of_utc', 'utc_offset_hours', 'summer_utc_offset'],
      system: ['rate_system', 'system'],
    },
  },
  goods: {
    names: ['pack', 'usage_pack', 'pack_catalogue', 'sku'],
    columns: {
      code: ['pack_code', 'pack_no', 'sku_code'],
      name: ['description', 'name'],
      tax: ['vat_percent', 'vat_rate'],
      price: ['rate_cents', 'current_rate_cents', 'pack_cents'],
    },
  },
  versions: {
    names: ['rate_card', 'card_version', 'rate_card_issue'],
    columns: {
      id: ['card_no', 'version', 'id'],
      from: ['valid_from', 'in_force_from', 'starts_on'],
      issuedBy: ['issued_by', 'released_by'],
    },
  },
  prices: {
    names: ['pack_rate', 'card_rate', 'rate_line'],
    columns: {
      version: ['card_no', 'card_version_no'],
      good: ['pack_code', 'pack_no', 'sku_code'],
      price: ['rate_cents', 'pack_cents'],
    },
  },
  changes: {
    names: ['rate_change', 'rate_history', 'rate_journal'],
    columns: {
      id: ['change_no', 'id'],
      good: ['pack_code', 'pack_no', 'sku_code'],
      from: ['valid_from', 'effective_on', 'applies_from'],
      old: ['old_cents', 'rate_before', 'was_cents'],
      new: ['new_cents', 'rate_after', 'becomes_cents'],
    },
  },
  agreements: {
    names: ['agreed_rate', 'reseller_rate', 'partner_agreement'],
    columns: {
      id: ['id', 'agreement_no'],
      customer: ['reseller', 'reseller_no', 'partner_no'],
      good: ['pack_code', 'pack_no', 'sku_code'],
      price: ['rate_cents', 'agreed_cents'],
      from: ['valid_from', 'first_day'],
      until: ['valid_until', 'last_day'],
    },
  },
  orders: {
    names: ['pack_order', 'pack_orders', 'reseller_order', 'partner_order'],
    columns: {
      id: ['id', 'order_no', 'order_id'],
      customer: ['reseller', 'reseller_no', 'partner_no'],
      site: ['desk', 'sales_desk_code', 'desk_code'],
      ordered: ['placed_at', 'ordered_at'],
      confirmed: ['approved_at', 'credit_checked_at'],
      delivered: ['activated_at', 'live_at'],
    },
  },
  invoices: {
    names: ['pack_invoice', 'invoice', 'reseller_invoice'],
    columns: {
      id: ['id', 'invoice_id'],
      number: ['invoice_no', 'number'],
      order: ['order_no', 'for_order', 'order_ref'],
      madeOn: ['invoice_date', 'made_on', 'invoiced_on'],
      status: ['status', 'state'],
      release: ['engine_version', 'made_with', 'billing_version'],
    },
  },
  entries: {
    names: ['invoice_entry', 'pack_line', 'invoice_line', 'billing_entry'],
    columns: {
      id: ['id', 'entry_id', 'entry_no'],
      invoice: ['invoice_id', 'invoice', 'for_invoice'],
      document: ['document_no', 'doc_no', 'voucher'],
      kind: ['kind', 'entry_kind', 'entry_type'],
      day: ['entry_date', 'booked_on', 'dated'],
      good: ['pack_code', 'pack_no', 'sku_code'],
      quantity: ['packs', 'quantity', 'pack_count'],
      price: ['rate_cents', 'pack_cents', 'each_cents'],
      net: ['net_cents', 'net_amount_cents'],
      tax: ['vat_cents', 'tax_cents'],
      gross: ['gross_cents', 'total_cents'],
      reason: ['reason', 'remark_code', 'why'],
    },
  },
  turnover: {
    names: ['reseller_month', 'reseller_turnover', 'turnover_by_reseller'],
    columns: {
      customer: ['reseller', 'reseller_no', 'partner_no'],
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_turnover_cents'],
      tax: ['vat_cents', 'vat_turnover_cents'],
    },
  },
  totals: {
    names: ['pack_month', 'vat_month', 'turnover_month'],
    columns: {
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_cents', 'net_turnover_cents'],
      tax: ['vat_cents', 'vat_turnover_cents'],
    },
  },
  taxes: [24, 24, 12],
  status: { draft: ['draft', 'open', 'unreleased'], sent: ['sent', 'issued', 'final'] },
  drawCustomers: (random, count) => {
    const firms = random.sample(names, Math.min(count, names.length))
    return Array.from({ length: count }, (_, place) => ({
      code: `R${310 + 4 * place + random.int(0, 3)}`,
      name: `${firms[place % firms.length] ?? 'Ablaze'} ${kinds[(place + Math.floor(place / firms.length)) % kinds.length] ?? 'Group'}`,
    }))
  },
  drawSites: (random, count) =>
    sitesOf(random, count, [
      { code: 'EDI', name: 'Edinburgh', ahead: 1 },
      { code: 'FNC', name: 'Funchal', ahead: 1 },
      { code: 'MMA', name: 'Malmö', ahead: 2 },
      { code: 'TRN', name: 'Turin', ahead: 2 },
      { code: 'VNO', name: 'Vilnius', ahead: 3 },
      { code: 'SKG', name: 'Thessaloniki', ahead: 3 },
    ]),
}
