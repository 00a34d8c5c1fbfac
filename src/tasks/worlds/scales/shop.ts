import type { ClientAppTrade } from '../stations/client-app-trade.ts'
import { appTables } from './scale-words.ts'

/** Parcels that the bicycle shops send to customers. */
export const shopScales: ClientAppTrade = {
  nouns: {
    thing: 'parcel',
    things: 'parcels',
    handset: 'handset',
    handsets: 'handsets',
    app: 'the packing app',
    band: 'postage band',
    bands: 'postage bands',
    carrier: 'the courier',
    charge: 'postage',
    box: 'crate',
    boxes: 'crates',
  },
  ...appTables,
  weighings: {
    names: ['parcel', 'packed_parcel', 'parcel_weight', 'dispatch'],
    columns: {
      id: ['id', 'parcel_id', 'dispatch_id'],
      ref: ['label_no', 'parcel_no', 'tracking_no'],
      kind: ['contents', 'content_kind'],
      handset: ['handset', 'device'],
      takenAt: ['weighed_at', 'taken_at', 'packed_at'],
      entry: ['entry', 'entered_how', 'input'],
      weight: ['weight_g', 'weight_in_g', 'parcel_weight_g'],
      band: ['band', 'postage_band', 'rate_band'],
      invoice: ['invoice', 'invoice_no'],
      sentAt: ['uploaded_at', 'sent_at', 'synced_at'],
      sentBy: ['sent_by_version', 'upload_version'],
    },
  },
  bands: {
    names: ['postage_rate', 'courier_rate', 'band_list'],
    columns: { code: ['band', 'code'], upTo: ['up_to_g', 'max_g'], price: ['price_pence', 'charge_pence'] },
  },
  invoices: {
    names: ['postage_invoice', 'invoice', 'dispatch_invoice'],
    columns: {
      number: ['invoice_no', 'number'],
      madeOn: ['made_on', 'invoice_date'],
      status: ['status', 'state'],
    },
  },
  days: {
    names: ['dispatch_day', 'parcels_by_day', 'daily_postage'],
    columns: {
      site: ['store', 'store_code'],
      day: ['day', 'packed_on'],
      weighings: ['parcels', 'parcel_count'],
      weight: ['total_g', 'weight_g'],
      charges: ['postage_pence', 'charges_pence'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['dispatch_month', 'parcels_by_month', 'monthly_postage'],
    columns: {
      site: ['store', 'store_code'],
      month: ['month', 'period'],
      weighings: ['parcels', 'parcel_count'],
      weight: ['total_g', 'weight_g'],
      charges: ['postage_pence', 'charges_pence'],
    },
  },
  kinds: ['tyres', 'helmet', 'frame parts', 'wheel', 'clothing', 'tools', 'child seat', 'small parts'],
  lightest: 400,
  heaviest: 31_500,
  steps: [
    { code: 'A', upTo: 750, price: 295 },
    { code: 'B', upTo: 1500, price: 365 },
    { code: 'C', upTo: 3000, price: 455 },
    { code: 'D', upTo: 6000, price: 585 },
    { code: 'E', upTo: 12_000, price: 790 },
    { code: 'F', upTo: 20_000, price: 1095 },
    { code: 'G', upTo: 31_500, price: 1450 },
    { code: 'X', upTo: 999_999, price: 3900 },
  ],
  openings: [
    `[The courier|The courier's depot] [rang|was on the phone] [this morning|earlier]: [how come|why is it that] we [announce|book] {over} parcels over {limit}, [which they do not even
     take|when their limit is {limit}]? [I looked|I had a look], and [it is true|they are right], {over} [in our list|in the list]. [On top of that|And] {where} [shows|has] {shown} in all
     for {day}, [and about {about} went out|when it was about {about}].`,
    `[There are|We have] {over} parcels in the system [that weigh more than|heavier than] {limit}, [and nobody can lift that|which no van of ours would carry]. [Others|Some others] [look|seem] far too
     light. [For example|Take] {where} on {day}: {shown} [all told|altogether], [the van list says|on the van list it is] about {about}.`,
    `[I am|I was] [going through|checking] the postage [for this month|of the stores] and [something is off|it does not add up]. {Where}, {day}: {shown} [packed|in parcels], [but|yet] the driver [signed
     for|took] about {about}. And {over} parcels [are said to weigh|weigh, on paper,] more than {limit}.`,
    `[Customers|Two customers] [complain|wrote in] about postage [that makes no sense|they cannot follow]. [We|I] [found|counted] {over} parcels [above|over] {limit} where [none can be|there should be none], and [totals that are off|wrong
     totals]: {where} on {day} has {shown}, [really|in truth] it was about {about}.`,
  ],
}
