import type { ClientAppTrade } from '../stations/client-app-trade.ts'
import { appTables } from './scale-words.ts'

/** Loose pieces that the depots weigh at the gate. */
export const logisticsScales: ClientAppTrade = {
  nouns: {
    thing: 'loose piece',
    things: 'loose pieces',
    handset: 'hand terminal',
    handsets: 'hand terminals',
    app: 'the gate app',
    band: 'freight band',
    bands: 'freight bands',
    carrier: 'the airline',
    charge: 'freight',
    box: 'roll cage',
    boxes: 'roll cages',
  },
  ...appTables,
  weighings: {
    names: ['loose_piece', 'piece_weight', 'weighed_piece', 'gate_weighing'],
    columns: {
      id: ['id', 'piece_id', 'weighing_id'],
      ref: ['label', 'piece_no', 'waybill_no'],
      kind: ['packing', 'packing_kind'],
      handset: ['terminal', 'device'],
      takenAt: ['weighed_at', 'taken_at', 'gate_time'],
      entry: ['entry', 'entered_how', 'input'],
      weight: ['weight_g', 'weight_in_g', 'gross_weight_g'],
      band: ['band', 'freight_band', 'rate_band'],
      invoice: ['invoice', 'invoice_no'],
      sentAt: ['uploaded_at', 'sent_at', 'synced_at'],
      sentBy: ['sent_by_version', 'upload_version'],
    },
  },
  bands: {
    names: ['freight_rate', 'air_rate', 'band_rate'],
    columns: { code: ['band', 'code'], upTo: ['up_to_g', 'max_g'], price: ['rate_cents', 'price_cents'] },
  },
  invoices: {
    names: ['freight_invoice', 'invoice', 'customer_invoice'],
    columns: {
      number: ['invoice_no', 'number'],
      madeOn: ['made_on', 'invoice_date'],
      status: ['status', 'state'],
    },
  },
  days: {
    names: ['pieces_by_day', 'gate_day', 'daily_freight'],
    columns: {
      site: ['depot', 'depot_code'],
      day: ['day', 'weighed_on'],
      weighings: ['pieces', 'piece_count'],
      weight: ['total_g', 'weight_g'],
      charges: ['freight_cents', 'charges_cents'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['pieces_by_month', 'gate_month', 'monthly_freight'],
    columns: {
      site: ['depot', 'depot_code'],
      month: ['month', 'period'],
      weighings: ['pieces', 'piece_count'],
      weight: ['total_g', 'weight_g'],
      charges: ['freight_cents', 'charges_cents'],
    },
  },
  kinds: ['carton', 'drum', 'wooden case', 'roll', 'sack', 'bundle', 'canister', 'envelope bag'],
  lightest: 500,
  heaviest: 32_000,
  steps: [
    { code: '10', upTo: 900, price: 690 },
    { code: '20', upTo: 1800, price: 840 },
    { code: '30', upTo: 3500, price: 1090 },
    { code: '40', upTo: 7000, price: 1480 },
    { code: '50', upTo: 13_000, price: 2150 },
    { code: '60', upTo: 21_000, price: 3050 },
    { code: '70', upTo: 32_000, price: 4200 },
    { code: '90', upTo: 999_999, price: 9800 },
  ],
  openings: [
    `The airline [refuses|will not take] our [list of loose pieces|piece list]: {over} [of them|pieces] are [above|over] {limit}, and [such a piece goes|those go] on a pallet. [We have no such pieces|There are no such pieces here]. [Also|What is more,] {where} [reports|has] {shown} for
     {day}, and the [truck|lorry] [was loaded with|took] about {about}.`,
    `[Something is wrong|Something cannot be right] with our piece weights. {Where}, {day}: [the system says|we show] {shown}, [the weighbridge|the weighbridge there] [says|had] about {about}. [And I count|There are also] {over} pieces [over|above] {limit}, [which one man cannot
     lift|when the belt stops at that].`,
    `[A customer|One of our customers] [disputes|does not accept] the freight [on loose pieces|for small pieces]. I [compared|looked up] [one day|a day]: {where}, {day}, {shown} [in our books|with us] and about {about} [in theirs|on their papers]. There are [even|also] {over} pieces [over|of more than]
     {limit}.`,
    `[Load control|The load planner] [asks|wants to know] how {over} loose pieces [can|could] weigh more than {limit} each. [They cannot|I do not believe they do]. [Then there is|And look at] {where} on {day}, {shown} [in the totals|in total], [where|while] the loading list [has|says] about
     {about}.`,
  ],
}
