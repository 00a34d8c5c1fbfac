import type { PartnerFilesTrade } from '../stations/partner-files-trade.ts'
import { namedPartners, partnerTables } from './words.ts'

/** Companies announce in files what they want done at the counters next year. */
export const bankPartners: PartnerFilesTrade = {
  nouns: {
    row: 'announced visit',
    rows: 'announced visits',
    file: 'announcement file',
    files: 'announcement files',
    partner: 'company',
    partners: 'companies',
    good: 'fee code',
    goods: 'fee codes',
    importer: 'the announcement import',
    taken: 'agreed',
    takenDay: 'the day of the agreement',
    dueDay: 'the day of the visit',
    due: 'visit',
    dues: 'visits',
    plan: 'the counter plan',
    planReader: 'the cash office',
    desk: 'branch support',
  },
  ...partnerTables({
    rows: ['announced_visit', 'planned_visit', 'announcement', 'counter_visit'],
    files: ['company_file', 'announcement_file', 'file_from_company', 'visit_file'],
    partner: ['company', 'company_code', 'client_code'],
    partnerTable: ['companies', 'company_list', 'business_client'],
    number: ['company_no', 'agreement_ref', 'notice_ref'],
    taken: ['agreed_on', 'agreement_day', 'settled_on'],
    due: ['visit_on', 'visit_day', 'planned_for'],
    good: ['fee_code', 'service_code', 'code_of_service'],
    goodTable: ['fee_list', 'service_list', 'counter_service'],
    quantity: ['times', 'item_count', 'pieces'],
    plan: ['counter_plan', 'visit_plan', 'plan_by_company'],
    totals: ['plan_month_total', 'counter_month', 'month_of_visits'],
    handedOver: ['plan_handed_over', 'final_month', 'month_given_to_cash_office'],
  }),
  quantities: [2, 20],
  drawPartners: (random, count) =>
    namedPartners(
      random,
      count,
      'F',
      `Agora Bastion Cordes Dorado Emmerich Falken Gerber Helios Indigo Juwel Kronos Lorbeer Mistral Nova Orion Pallas Rubin Saturn
       Titan Ursus Viktor Wieland Zenit`.split(/\s+/),
      ['Stores', 'Bakeries', 'Markets', 'Garages'],
    ),
  fileName: (random, { partner, day, again }) => {
    const plain = day.replaceAll('-', '')
    return again
      ? `${partner}_open_${plain}.txt`
      : random.pick([`${partner}_${plain}.txt`, `visits_${partner}_${plain.slice(2)}.csv`, `${plain}_${partner}.csv`])
  },
}
