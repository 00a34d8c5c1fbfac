import type { PartnerFilesTrade } from '../stations/partner-files-trade.ts'
import { namedPartners, partnerTables } from './words.ts'

/** Practices send the hospital what tests their patients are to have next year. */
export const clinicPartners: PartnerFilesTrade = {
  nouns: {
    row: 'test request',
    rows: 'test requests',
    file: 'request file',
    files: 'request files',
    partner: 'practice',
    partners: 'practices',
    good: 'test code',
    goods: 'test codes',
    importer: 'the request import',
    taken: 'written',
    takenDay: 'the day of the request',
    dueDay: 'the day of the appointment',
    due: 'appointment',
    dues: 'appointments',
    plan: 'the appointment plan',
    planReader: 'the ward office',
    desk: 'the appointment desk',
  },
  ...partnerTables({
    rows: ['test_request', 'request', 'requests', 'planned_test'],
    files: ['practice_file', 'request_file', 'file_from_practice', 'referral_file'],
    partner: ['practice', 'practice_code', 'sender_code'],
    partnerTable: ['practices', 'practice_list', 'referring_practice'],
    number: ['practice_no', 'request_ref', 'slip_no'],
    taken: ['written_on', 'requested_on', 'request_day'],
    due: ['appointment_on', 'test_day', 'planned_for'],
    good: ['test_code', 'test', 'service_code'],
    goodTable: ['tests', 'test_list', 'test_catalogue'],
    quantity: ['samples', 'sample_count', 'tubes'],
    plan: ['appointment_plan', 'test_plan', 'plan_by_practice'],
    totals: ['plan_month_total', 'ward_month', 'month_load'],
    handedOver: ['plan_handed_over', 'final_month', 'month_given_to_ward'],
  }),
  quantities: [1, 9],
  drawPartners: (random, count) =>
    namedPartners(
      random,
      count,
      'P',
      `Albrecht Baumgart Castell Delmonte Eriksen Fontaine Grimaldi Hartog Iversen Jansen Kramer Laurent Moreau Nyberg Oberholz
       Petit Richter Sabatini Terhorst Uhland Verbeek Winther Zander`.split(/\s+/),
      ['Practice', 'Family Doctors', 'Health Centre', 'Surgery'],
    ),
  fileName: (random, { partner, day, again }) => {
    const plain = day.replaceAll('-', '')
    return again
      ? `${partner}-again-${plain}.txt`
      : random.pick([`${partner}-${plain}.txt`, `req_${plain}_${partner}.csv`, `${partner}${plain.slice(2)}.dat`])
  },
}
