import type { PartnerFilesTrade } from '../stations/partner-files-trade.ts'
import { namedPartners, partnerTables } from './words.ts'

/** Agencies book places in courses of the next year for the learners they send. */
export const schoolPartners: PartnerFilesTrade = {
  nouns: {
    row: 'course booking',
    rows: 'course bookings',
    file: 'agency file',
    files: 'agency files',
    partner: 'agency',
    partners: 'agencies',
    good: 'course',
    goods: 'courses',
    importer: 'the booking import',
    taken: 'made',
    takenDay: 'the booking day',
    dueDay: 'the start day',
    due: 'start',
    dues: 'starts',
    plan: 'the course plan',
    planReader: 'the registrar',
    desk: 'the enrolment desk',
  },
  ...partnerTables({
    rows: ['course_booking', 'agency_booking', 'booked_course', 'advance_booking'],
    files: ['agency_file', 'booking_file', 'file_from_agency', 'enrolment_file'],
    partner: ['agency', 'agency_code', 'agent'],
    partnerTable: ['agencies', 'agency_list', 'agent_list'],
    number: ['agency_no', 'booking_ref', 'form_no'],
    taken: ['booked_on', 'booking_day', 'made_on'],
    due: ['starts_on', 'start_day', 'begins_on'],
    good: ['course', 'course_code', 'course_no'],
    goodTable: ['course_list', 'courses', 'course_catalogue'],
    quantity: ['places', 'seats', 'learners'],
    plan: ['course_plan', 'start_plan', 'plan_by_agency'],
    totals: ['plan_month_total', 'centre_month', 'month_of_starts'],
    handedOver: ['plan_handed_over', 'final_month', 'month_given_to_registrar'],
  }),
  quantities: [1, 12],
  drawPartners: (random, count) =>
    namedPartners(
      random,
      count,
      'A',
      `Aurora Babel Calypso Dialog Europa Fluent Globus Horizon Idiom Junior Kosmos Lingua Mosaic Novum Orient Polyglot Quest Rainbow
       Sirius Tandem Unity Vista Windrose`.split(/\s+/),
      ['Studies', 'Travel', 'Language Travel', 'Exchange'],
    ),
  fileName: (random, { partner, day, again }) => {
    const plain = day.replaceAll('-', '')
    return again
      ? `${partner}_again_${plain}.csv`
      : random.pick([`${partner}_${plain}.csv`, `courses_${plain.slice(2)}_${partner}.csv`, `${plain}-${partner}.txt`])
  },
}
