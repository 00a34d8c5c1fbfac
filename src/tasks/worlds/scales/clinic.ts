import type { ClientAppTrade } from '../stations/client-app-trade.ts'
import { appTables } from './scale-words.ts'

/** Bins of clinical waste that are picked up at the laboratories. */
export const clinicScales: ClientAppTrade = {
  nouns: {
    thing: 'waste bin',
    things: 'waste bins',
    handset: 'handset',
    handsets: 'handsets',
    app: 'the pick-up app',
    band: 'disposal band',
    bands: 'disposal bands',
    carrier: 'the disposal firm',
    charge: 'disposal',
    box: 'transport box',
    boxes: 'transport boxes',
  },
  ...appTables,
  weighings: {
    names: ['waste_bin', 'bin_pickup', 'bin_weighing', 'collected_bin'],
    columns: {
      id: ['id', 'pickup_id', 'bin_id'],
      ref: ['seal_no', 'bin_label', 'bin_no'],
      kind: ['waste_kind', 'contents'],
      handset: ['handset', 'device'],
      takenAt: ['weighed_at', 'picked_up_at', 'taken_at'],
      entry: ['entry', 'entered_how', 'input'],
      weight: ['weight_g', 'weight_in_g', 'bin_weight_g'],
      band: ['band', 'disposal_band', 'fee_band'],
      invoice: ['invoice', 'invoice_no'],
      sentAt: ['uploaded_at', 'sent_at', 'synced_at'],
      sentBy: ['sent_by_version', 'upload_version'],
    },
  },
  bands: {
    names: ['disposal_fee', 'fee_band', 'disposal_rate'],
    columns: { code: ['band', 'code'], upTo: ['up_to_g', 'max_g'], price: ['fee_cents', 'price_cents'] },
  },
  invoices: {
    names: ['disposal_invoice', 'invoice', 'waste_invoice'],
    columns: {
      number: ['invoice_no', 'number'],
      madeOn: ['made_on', 'invoice_date'],
      status: ['status', 'state'],
    },
  },
  days: {
    names: ['bins_by_day', 'pickup_day', 'daily_disposal'],
    columns: {
      site: ['lab', 'lab_code'],
      day: ['day', 'picked_up_on'],
      weighings: ['bins', 'bin_count'],
      weight: ['total_g', 'weight_g'],
      charges: ['disposal_cents', 'fees_cents'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['bins_by_month', 'pickup_month', 'monthly_disposal'],
    columns: {
      site: ['lab', 'lab_code'],
      month: ['month', 'period'],
      weighings: ['bins', 'bin_count'],
      weight: ['total_g', 'weight_g'],
      charges: ['disposal_cents', 'fees_cents'],
    },
  },
  kinds: ['sharps', 'cultures', 'blood tubes', 'gloves and gowns', 'glass', 'solvents', 'plastics', 'filters'],
  lightest: 350,
  heaviest: 30_000,
  steps: [
    { code: 'K1', upTo: 700, price: 480 },
    { code: 'K2', upTo: 1400, price: 620 },
    { code: 'K3', upTo: 2800, price: 850 },
    { code: 'K4', upTo: 5500, price: 1190 },
    { code: 'K5', upTo: 11_000, price: 1680 },
    { code: 'K6', upTo: 19_000, price: 2350 },
    { code: 'K7', upTo: 30_000, price: 3200 },
    { code: 'K9', upTo: 999_999, price: 7900 },
  ],
  openings: [
    `The disposal firm [sent back|returned] our list: {over} bins over {limit}, [and|but] a bin of that kind [does not hold so much|cannot weigh that]. [I checked|I went and checked], [they are right|it is so]. [And the day
     totals are strange|The totals are odd as well]: {where}, {day}, {shown} [on our side|with us] and about {about} on [their weighbridge slip|the driver's slip].`,
    `[Can somebody|Could someone] look at the weights of our waste bins? {over} [of them|bins] are [above|over] {limit}, [nobody could carry one|which is not allowed]. [At|For] {where} [we have|the list has] {shown} on
     {day}, [the driver|the man with the van] [wrote down|noted] about {about}.`,
    `[Somebody from|A lady from] {where} asks why they are [to pay|charged] for [such weights|weights like these]. [On|For] {day} we [show|have] {shown}, [their own scale says|they themselves weighed] about {about}. [While at it
     I saw|I also see] {over} bins over {limit} [in all|altogether], where [none is allowed|there can be none].`,
    `[The safety officer|Our safety officer] [wants to know|asks] who fills bins [with more than|above] {limit}: the list has {over} [of these|such bins]. [Nobody does|No one does], [I think|I am sure]. {Where} on {day} [is another case|looks odd
     too]: {shown} [in the system|on paper], about {about} [on the slips|by the slips].`,
  ],
}
