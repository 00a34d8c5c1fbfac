import type { CaseDeskTrade, ViaWords } from '../stations/case-desk-trade.ts'

/** How the desk program calls its own tables; it is the same program in every trade. */
export const deskTables: Pick<CaseDeskTrade, 'entries' | 'saves' | 'copy' | 'runs' | 'staff'> = {
  entries: {
    names: ['change_log', 'edit_log', 'audit_log', 'field_log'],
    columns: {
      number: ['entry_no', 'log_no', 'seq_no'],
      at: ['changed_at', 'logged_at', 'saved_at'],
      operator: ['changed_by', 'user_name', 'login'],
      via: ['how', 'source', 'origin'],
      row: ['row_id', 'row_key', 'for_row'],
      column: ['column_name', 'field', 'changed_field'],
      old: ['old_value', 'value_before', 'was'],
      new: ['new_value', 'value_after', 'became'],
    },
  },
  saves: {
    names: ['save_log', 'change_log', 'audit_trail', 'history_log'],
    columns: {
      number: ['entry_no', 'log_no', 'seq_no'],
      at: ['changed_at', 'logged_at', 'saved_at'],
      operator: ['changed_by', 'user_name', 'login'],
      via: ['how', 'source', 'origin'],
      row: ['row_id', 'row_key', 'for_row'],
      changes: ['changes', 'diff', 'fields'],
    },
  },
  copy: {
    names: ['night_copy', 'last_night', 'snapshot', 'evening_state'],
    columns: {
      id: ['row_id', 'row_key'],
      handler: ['handler', 'assigned_to', 'held_by'],
      fee: ['amount', 'value', 'sum_then'],
      copiedAt: ['copied_at', 'taken_at'],
      afterEntry: ['after_entry', 'last_entry'],
    },
  },
  runs: {
    names: ['mass_change', 'bulk_change', 'mass_edit'],
    columns: {
      id: ['id', 'run_no', 'change_no'],
      at: ['carried_out_at', 'run_at', 'done_at'],
      operator: ['started_by', 'run_by'],
      first: ['first_entry', 'entries_from'],
      last: ['final_entry', 'entries_to'],
      count: ['rows_changed', 'rows_hit'],
    },
  },
  staff: {
    names: ['staff', 'desk_user', 'app_user', 'colleague'],
    columns: { login: ['login', 'user_name'], name: ['name', 'full_name'] },
  },
}

export const vias: readonly ViaWords[] = [
  { hand: 'form', bulk: 'mass', undo: 'undo', job: 'job', repair: 'repair' },
  { hand: 'screen', bulk: 'bulk', undo: 'taken back', job: 'batch', repair: 'script' },
  { hand: 'by hand', bulk: 'list', undo: 'revert', job: 'nightly', repair: 'correction' },
  { hand: 'edit', bulk: 'many', undo: 'back', job: 'auto', repair: 'admin' },
]
