import type { Random } from '../../kit/random.ts'
import { schoolDesk } from './desks/school-desk.ts'
import { priced, type PricedThing } from './goods.ts'
import { schoolPartners } from './partner-files/school.ts'
import { schoolBookings, schoolPayments } from './payments/school.ts'
import { schoolPrices } from './price-lists/school.ts'
import { schoolMart } from './school-mart.ts'
import { schoolTexts } from './school-texts.ts'
import type { Sender } from './stations/file-import-trade.ts'
import type { World } from './world.ts'

/** Fees in cents, of one lesson unit of 45 minutes. */
const courses: readonly PricedThing[] = [
  ['English for beginners', 1290, 120],
  ['English, elementary', 1340, 120],
  ['English, intermediate evening group', 1490, 150],
  ['English, upper intermediate', 1540, 150],
  ['English, advanced small group', 1980, 180],
  ['Business English, small group', 2240, 200],
  ['Business English, one to one', 4850, 350],
  ['German for beginners, intensive', 1190, 110],
  ['German, elementary, intensive', 1230, 110],
  ['German, intermediate, intensive', 1280, 120],
  ['German for nurses', 1650, 150],
  ['German, one to one', 4450, 350],
  ['French for beginners', 1320, 120],
  ['French, intermediate evening group', 1520, 150],
  ['Spanish for beginners', 1310, 120],
  ['Spanish, elementary', 1360, 120],
  ['Spanish, one to one', 4350, 350],
  ['Italian for beginners', 1380, 130],
  ['Portuguese for beginners', 1420, 130],
  ['Dutch, elementary', 1390, 130],
  ['Polish, one to one', 4250, 350],
  ['Exam training B1', 1890, 170],
  ['Exam training C1', 2190, 190],
  ['Writing workshop', 1720, 160],
  ['Pronunciation workshop', 1840, 160],
  ['Conversation at lunchtime', 1090, 100],
  ['Homework club', 980, 90],
  ['Literacy course', 890, 80],
]
const centres = `Linden Park|Old Customs House|Riverside|Theatre Square|Garden City|Upper Gate|Docklands|St John's Hill|
  Brewery Yard|Parkway|West Station|Mercer Row`.split(/\|\s*/)

function drawSenders(random: Random, count: number): Sender[] {
  const names = random.sample(centres, count)
  const codes = random.sample(
    Array.from({ length: 60 }, (_, index) => index + 21),
    count,
  )
  return names.map((name, index) => ({ code: `LC${codes[index]}`, name, lanes: index === 0 ? 2 : 1 }))
}

/** A language school with centres all over town. */
export const school: World = {
  id: 'school',
  title: 'a language school with several centres',
  calendar: { closedWeekdays: [0], hours: [8, 21] },
  words: {
    houses: ['the language school', 'our language centres', 'the school and its centres', 'the language centres'],
    roles: ['course accounts', 'the registrar', 'school IT', 'the enrolment desk', 'the centres'],
    currency: 'EUR',
  },
  texts: schoolTexts,
  goods: (random, count) => priced(random, courses, count, (place) => `K${200 + 19 * place + random.int(0, 16)}`),
  ranges: { quantity: { low: 1, high: 6 }, price: { low: 700, high: 5400 }, amount: { low: 700, high: 32_400 } },
  stations: {
    price_list: schoolPrices,
    partner_files: schoolPartners,
    file_import: {
      nouns: {
        file: 'register file',
        files: 'register files',
        row: 'lesson entry',
        rows: 'lesson entries',
        sender: 'centre',
        senders: 'centres',
        lane: 'front desk',
        lanes: 'front desks',
        importer: 'the register import',
        good: 'course',
        party: 'learner number',
        types: [
          { day: 'REG', more: 'EXTRA', fix: 'AMD' },
          { day: 'L', more: 'P', fix: 'Q' },
          { day: '40', more: '45', fix: '48' },
        ],
      },
      core: {
        names: ['lesson', 'lesson_entry', 'lessons_taken', 'attendance'],
        columns: {
          id: ['id', 'lesson_id', 'entry_id'],
          sender: ['centre', 'centre_code'],
          lane: ['desk', 'desk_no'],
          at: ['began_at', 'lesson_at', 'starts_at'],
          party: ['learner', 'learner_no', 'student_no'],
          good: ['course', 'course_no', 'course_code'],
          quantity: ['units', 'lesson_units', 'units_taken'],
          amount: ['fee_cents', 'lesson_fee_cents', 'charged_cents'],
          file: ['file_id', 'register_file_id', 'source_file'],
          line: ['line_no', 'file_line', 'register_line'],
          load: ['load_no', 'load_id', 'batch_no'],
          changedAt: ['changed_at', 'last_change', 'amended_at'],
        },
      },
      files: {
        names: ['register_file', 'incoming_register', 'file_log', 'centre_file'],
        columns: {
          id: ['id', 'file_no'],
          name: ['file_name', 'name'],
          sender: ['centre', 'centre_code'],
          lane: ['desk', 'desk_no'],
          day: ['lesson_day', 'teaching_day', 'register_day'],
          receivedAt: ['received_at', 'arrived_at'],
          type: ['file_type', 'type_code', 'kind'],
          announced: ['lines_announced', 'lines_in_total', 'expected_lines'],
          status: ['status', 'outcome', 'import_status'],
          load: ['load_no', 'load_id', 'batch_no'],
          release: ['importer_version', 'loaded_with', 'release'],
        },
      },
      raw: {
        names: ['register_raw', 'raw_register_line', 'register_text', 'landing_register'],
        columns: {
          file: ['file_id', 'file_no'],
          number: ['seq', 'text_line', 'row_in_file'],
          text: ['content', 'raw_text', 'line_text'],
        },
      },
      senders: {
        names: ['centre', 'centres', 'centre_list', 'language_centre'],
        columns: {
          code: ['code', 'centre_code'],
          name: ['name', 'centre_name'],
          system: ['register_system', 'system'],
        },
      },
      goods: {
        names: ['course', 'courses', 'course_list', 'course_catalogue'],
        columns: {
          code: ['course_no', 'course_code', 'code'],
          name: ['title', 'name'],
          price: ['unit_fee_cents', 'fee_per_unit_cents'],
        },
      },
      drawSenders,
      drawLine: (random, goods) => ({
        good: random.pick(goods),
        party: `N${random.int(30_000, 89_999)}`,
        quantity: random.pick([1, 2, 2, 2, 2, 3, 4]),
      }),
      linesPerFile: [4, 8],
      equalLines: 9,
      fileName: (random, { sender, lane, day, again }) => {
        const plain = day.replaceAll('-', '')
        if (!again) return `register_${sender}_${plain}_d${lane}.csv`
        return random.pick([
          `register_${sender}_${plain}_d${lane}-1.csv`,
          `register_${sender}_${plain}_d${lane}_new.csv`,
          `${sender}_${plain}_desk${lane}.csv`,
          `copy of register_${sender}_${plain}_d${lane}.csv`,
        ])
      },
      recordNames: { header: 'TOP', line: 'LES', end: 'SUM' },
      status: {
        loaded: ['loaded', 'read in', 'entered'],
        known: ['known already', 'seen before', 'left aside'],
        incomplete: ['incomplete', 'count differs', 'returned'],
        applied: ['applied', 'amended', 'worked in'],
      },
    },
    manual_tool: {
      nouns: { child: 'waiver', children: 'waivers', desk: 'the enrolment desk' },
      child: {
        names: ['waiver', 'fee_waiver', 'waivers'],
        columns: {
          id: ['id', 'waiver_id', 'waiver_no'],
          core: ['lesson_id', 'for_lesson', 'waived_lesson'],
          at: ['granted_at', 'entered_at'],
          operator: ['clerk', 'granted_by'],
          quantity: ['units', 'unit_count'],
          reason: ['reason', 'note'],
        },
      },
      changes: {
        names: ['change_log', 'edit_log', 'audit_log'],
        columns: {
          number: ['entry_no', 'log_no'],
          at: ['changed_at', 'logged_at'],
          operator: ['changed_by', 'user_name'],
          table: ['table_name', 'in_table'],
          row: ['row_id', 'row_key'],
          column: ['column_name', 'field'],
          old: ['old_value', 'value_before'],
          new: ['new_value', 'value_after'],
        },
      },
      reasons: ['teacher was ill', 'heating failed', 'trial lesson', 'ill, doctor sent a note', 'wrong course entered'],
    },
    case_desk: schoolDesk,
    nightly_job: {
      nouns: { days: 'the daily lesson fees', months: 'the monthly lesson fees', job: 'lesson_fees' },
      days: {
        names: ['centre_day', 'fees_by_day', 'daily_lesson_fees'],
        columns: {
          sender: ['centre', 'centre_code'],
          day: ['day', 'teaching_day'],
          lines: ['lessons', 'lesson_count'],
          amount: ['fees_cents', 'total_cents'],
          builtAt: ['built_at', 'computed_at'],
        },
      },
      months: {
        names: ['centre_month', 'fees_by_month', 'monthly_lesson_fees'],
        columns: {
          sender: ['centre', 'centre_code'],
          month: ['month', 'period'],
          lines: ['lessons', 'lesson_count'],
          amount: ['fees_cents', 'total_cents'],
        },
      },
      runs: {
        names: ['job_run', 'nightly_run', 'batch_run'],
        columns: {
          id: ['run_id', 'run_no'],
          job: ['job', 'job_name'],
          version: ['version', 'release'],
          startedAt: ['started_at', 'begun_at'],
          finishedAt: ['finished_at', 'ended_at'],
          rowsRead: ['rows_read', 'rows_in'],
          rowsWritten: ['rows_written', 'rows_out'],
        },
      },
      mart: schoolMart,
    },
    api_feed: schoolPayments,
    ledger: {
      ...schoolBookings,
      nouns: {
        statement: "the funding office's statement",
        statements: "the funding office's statements",
        party: 'the funding office',
        period: 'month',
      },
      periods: {
        names: ['course_period', 'closed_month', 'period'],
        columns: {
          month: ['month', 'period'],
          closedAt: ['closed_at', 'locked_at'],
          closedBy: ['closed_by', 'locked_by'],
        },
      },
      statements: {
        names: ['funding_statement', 'funded_lessons', 'grant_statement'],
        columns: {
          id: ['id', 'statement_no'],
          senders: ['centres', 'centres_in_it'],
          from: ['half_from', 'from_day'],
          until: ['half_until', 'to_day'],
          lines: ['lessons', 'lesson_count'],
          amount: ['total_cents', 'stated_cents'],
        },
      },
    },
  },
}
