import type { SyncTrade } from '../stations/sync-trade.ts'
import { drawPersonName, syncTables } from './words.ts'

const medicines =
  `Amlodipine 5|Amlodipine 10|Atorvastatin 20|Atorvastatin 40|Bisoprolol 2.5|Bisoprolol 5|Candesartan 8|Candesartan 16|
  Citalopram 20|Clopidogrel 75|Dapagliflozin 10|Duloxetine 30|Ezetimibe 10|Furosemide 40|Gliclazide 30|Lamotrigine 50|
  Levothyroxine 50|Levothyroxine 100|Lisinopril 5|Lisinopril 10|Metformin 500|Metformin 850|Mirtazapine 15|Montelukast 10|
  Omeprazole 20|Pantoprazole 40|Ramipril 5|Sertraline 50|Simvastatin 20|Tamsulosin 0.4|Valsartan 80|Warfarin 3`.split(
    /\|\s*/,
  )

/** Standing prescriptions, entered at the hospital or in the patient portal. */
export const clinicSync: SyncTrade = {
  ...syncTables,
  nouns: {
    record: 'patient',
    records: 'patients',
    child: 'standing prescription',
    children: 'standing prescriptions',
    item: 'medicine',
    items: 'medicines',
    value: 'tablets a month',
    use: 'repeat slip',
    uses: 'repeat slips',
    printedOn: 'the repeat card',
    other: 'the patient portal',
    desk: 'the front desk',
    proof: 'the repeat card',
  },
  records: {
    names: ['patient', 'patients', 'patient_file'],
    columns: { id: ['id', 'patient_no'], name: ['name', 'full_name'], system: ['opened_in', 'entered_in'] },
  },
  children: {
    names: ['standing_prescription', 'repeat_prescription', 'standing_script'],
    columns: {
      id: ['id', 'card_no', 'prescription_no'],
      owner: ['patient', 'patient_id', 'for_patient'],
      item: ['medicine', 'drug'],
      since: ['valid_from', 'starts_on'],
      value: ['tablets_month', 'monthly_tablets'],
    },
  },
  uses: {
    names: ['repeat_slip', 'slips', 'repeat_issue'],
    columns: {
      id: ['id', 'slip_no'],
      child: ['prescription', 'card', 'on_prescription'],
      at: ['printed_at', 'issued_at'],
      clerk: ['printed_by', 'issued_by'],
    },
  },
  archive: {
    names: ['former_patient', 'archived_patient', 'moved_away'],
    columns: { id: ['patient_no', 'number'], name: ['name', 'full_name'], archivedOn: ['archived_on', 'put_away_on'] },
  },
  overview: {
    names: ['medication_overview', 'scripts_by_patient', 'patient_overview'],
    columns: {
      record: ['patient', 'patient_no'],
      children: ['scripts', 'script_count'],
      total: ['tablets_month', 'total_tablets'],
      builtAt: ['built_at', 'computed_at'],
    },
  },
  months: {
    names: ['scripts_by_month', 'tablets_by_month', 'month_of_start'],
    columns: {
      month: ['month', 'from_month'],
      children: ['scripts', 'script_count'],
      total: ['tablets_month', 'total_tablets'],
    },
  },
  systems: ['clinic', 'portal'],
  drawName: drawPersonName,
  drawItem: (random) => random.pick(medicines),
  values: { least: 28, most: 180, step: 2 },
  tellValue: String,
}
