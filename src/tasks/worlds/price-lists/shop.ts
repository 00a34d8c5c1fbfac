import type { PriceListTrade } from '../stations/price-list-trade.ts'
import { sitesOf } from './sites.ts'

const places =
  `Aylesford Bramley Cresswell Dunmore Eastleigh Fenwick Glenbrook Harrow Ilford Kelso Larne Marlow Newtown Oakham
  Pembroke Ripley Selkirk Thame Ulverston Wexford`.split(/\s+/)
const kinds = ['Wheelers', 'Cycling Club', 'Bike School', 'Couriers', 'Velo Hire', 'Tourers']

/** Clubs, schools and couriers order parts from the head office of the bicycle shops. */
export const shopPrices: PriceListTrade = {
  nouns: {
    order: 'order',
    orders: 'orders',
    invoice: 'invoice',
    invoices: 'invoices',
    customer: 'trade customer',
    customers: 'trade customers',
    site: 'order desk',
    sites: 'order desks',
    good: 'article',
    goods: 'articles',
    list: 'trade price list',
    lists: 'trade price lists',
    program: 'the billing program',
    ordered: 'placed',
    confirmed: 'confirmed',
    delivered: 'dispatched',
  },
  customers: {
    names: ['trade_customer', 'club', 'account_customer', 'trade_account'],
    columns: { code: ['code', 'customer_no', 'account'], name: ['name', 'club_name'] },
  },
  sites: {
    names: ['order_desk', 'sales_desk', 'desk'],
    columns: {
      code: ['code', 'desk_code'],
      name: ['name', 'city'],
      ahead: ['hours_ahead_of_utc', 'utc_offset_hours', 'summer_utc_offset'],
      system: ['price_system', 'system'],
    },
  },
  goods: {
    names: ['trade_article', 'part', 'trade_item', 'catalogue'],
    columns: {
      code: ['article_no', 'part_no', 'item_code'],
      name: ['description', 'name'],
      tax: ['vat_percent', 'vat_rate'],
      price: ['price_pence', 'current_price_pence', 'list_price_pence'],
    },
  },
  versions: {
    names: ['price_list', 'trade_list', 'list_version'],
    columns: {
      id: ['list_no', 'version', 'id'],
      from: ['valid_from', 'in_force_from', 'starts_on'],
      issuedBy: ['issued_by', 'released_by'],
    },
  },
  prices: {
    names: ['list_price', 'price_entry', 'list_item'],
    columns: {
      version: ['list_no', 'list_version'],
      good: ['article_no', 'part_no', 'item_code'],
      price: ['price_pence', 'unit_price_pence'],
    },
  },
  changes: {
    names: ['price_change', 'price_history', 'price_journal'],
    columns: {
      id: ['change_no', 'id'],
      good: ['article_no', 'part_no', 'item_code'],
      from: ['valid_from', 'effective_on', 'applies_from'],
      old: ['old_pence', 'price_before', 'was_pence'],
      new: ['new_pence', 'price_after', 'becomes_pence'],
    },
  },
  agreements: {
    names: ['agreed_price', 'customer_price', 'special_price'],
    columns: {
      id: ['id', 'agreement_no'],
      customer: ['customer', 'customer_no', 'account'],
      good: ['article_no', 'part_no', 'item_code'],
      price: ['price_pence', 'agreed_pence'],
      from: ['valid_from', 'first_day'],
      until: ['valid_until', 'last_day'],
    },
  },
  orders: {
    names: ['trade_order', 'club_order', 'orders', 'order_head'],
    columns: {
      id: ['id', 'order_no', 'order_id'],
      customer: ['customer', 'customer_no', 'account'],
      site: ['desk', 'order_desk', 'desk_code'],
      ordered: ['ordered_at', 'placed_at'],
      confirmed: ['confirmed_at', 'acknowledged_at'],
      delivered: ['dispatched_at', 'shipped_at'],
    },
  },
  invoices: {
    names: ['invoice', 'trade_invoice', 'invoices'],
    columns: {
      id: ['id', 'invoice_id'],
      number: ['invoice_no', 'number'],
      order: ['order_no', 'for_order', 'order_ref'],
      madeOn: ['invoice_date', 'made_on', 'invoiced_on'],
      status: ['status', 'state'],
      release: ['billing_version', 'made_with', 'program_version'],
    },
  },
  entries: {
    names: ['invoice_entry', 'billing_entry', 'invoice_line', 'ledger_line'],
    columns: {
      id: ['id', 'entry_id', 'entry_no'],
      invoice: ['invoice_id', 'invoice', 'for_invoice'],
      document: ['document_no', 'doc_no', 'voucher'],
      kind: ['kind', 'entry_kind', 'entry_type'],
      day: ['entry_date', 'booked_on', 'dated'],
      good: ['article_no', 'part_no', 'item_code'],
      quantity: ['qty', 'quantity', 'pieces'],
      price: ['unit_price_pence', 'price_pence', 'each_pence'],
      net: ['net_pence', 'net_amount_pence'],
      tax: ['vat_pence', 'tax_pence'],
      gross: ['gross_pence', 'total_pence'],
      reason: ['reason', 'remark_code', 'why'],
    },
  },
  turnover: {
    names: ['customer_month', 'trade_turnover', 'turnover_by_customer'],
    columns: {
      customer: ['customer', 'customer_no', 'account'],
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_pence', 'net_turnover_pence'],
      tax: ['vat_pence', 'vat_turnover_pence'],
    },
  },
  totals: {
    names: ['vat_month', 'turnover_month', 'trade_month'],
    columns: {
      month: ['month', 'period'],
      documents: ['documents', 'document_count'],
      net: ['net_pence', 'net_turnover_pence'],
      tax: ['vat_pence', 'vat_turnover_pence'],
    },
  },
  taxes: [20, 20, 20, 5],
  status: { draft: ['draft', 'open', 'in preparation'], sent: ['sent', 'issued', 'posted'] },
  drawCustomers: (random, count) => {
    const towns = random.sample(places, Math.min(count, places.length))
    return Array.from({ length: count }, (_, place) => ({
      code: `C${2000 + 7 * place + random.int(0, 6)}`,
      name: `${towns[place % towns.length] ?? 'Town'} ${kinds[(place + Math.floor(place / towns.length)) % kinds.length] ?? 'Club'}`,
    }))
  },
  drawSites: (random, count) =>
    sitesOf(random, count, [
      { code: 'LON', name: 'London', ahead: 1 },
      { code: 'DUB', name: 'Dublin', ahead: 1 },
      { code: 'UTR', name: 'Utrecht', ahead: 2 },
      { code: 'GNT', name: 'Ghent', ahead: 2 },
      { code: 'TLL', name: 'Tallinn', ahead: 3 },
      { code: 'HEL', name: 'Helsinki', ahead: 3 },
    ]),
}
