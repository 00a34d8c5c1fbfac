/**
 * Names that the records program gives its own tables, and people whom two systems may know.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { SyncTables } from '../stations/sync-trade.ts'

export const syncTables: SyncTables = {
  merges: {
    names: ['joined_record', 'record_joining', 'joining', 'record_merge'],
    columns: {
      id: ['id', 'joining_no'],
      at: ['done_at', 'joined_at'],
      action: ['action_no', 'action_id', 'job_no'],
      loser: ['given_up', 'closed_record', 'old_record'],
      winner: ['kept', 'kept_record', 'into_record'],
      operator: ['done_by', 'login'],
      leftOut: ['left_out', 'not_taken', 'unticked'],
      undoneAt: ['undone_at', 'taken_back_at'],
    },
  },
  journal: {
    names: ['deleted_rows', 'row_archive', 'deletion_journal', 'bin'],
    columns: {
      id: ['id', 'journal_no', 'entry_no'],
      at: ['deleted_at', 'happened_at'],
      action: ['action_no', 'action_id', 'job_no'],
      operator: ['deleted_by', 'login'],
      table: ['table_name', 'from_table'],
      row: ['row_json', 'old_row', 'content'],
    },
  },
  deletions: {
    names: ['deletion_list', 'deletion_log', 'removed_rows'],
    columns: {
      id: ['id', 'list_no', 'entry_no'],
      at: ['deleted_at', 'happened_at'],
      action: ['action_no', 'action_id', 'job_no'],
      operator: ['deleted_by', 'login'],
      table: ['table_name', 'from_table'],
      row: ['row_id', 'row_key'],
    },
  },
  links: {
    names: ['id_map', 'record_link', 'ref_map'],
    columns: {
      id: ['id', 'link_no'],
      ref: ['their_ref', 'their_no', 'other_ref'],
      record: ['our_no', 'our_record'],
      from: ['valid_from', 'from_time'],
      until: ['valid_until', 'until_time'],
    },
  },
  messages: {
    names: ['outbox', 'sent_field', 'sync_message'],
    columns: {
      id: ['id', 'message_no', 'seq_no'],
      at: ['sent_at', 'queued_at'],
      child: ['row_id', 'about_row'],
      field: ['field', 'field_name'],
      value: ['value', 'content', 'new_value'],
    },
  },
  erasures: {
    names: ['erasure_request', 'privacy_request', 'forget_request'],
    columns: {
      id: ['id', 'request_no'],
      askedOn: ['asked_on', 'received_on'],
      record: ['record_no', 'for_record', 'number_given'],
      status: ['status', 'outcome'],
      doneOn: ['done_on', 'settled_on'],
    },
  },
}

const firstNames =
  `Ada Bernd Clara Dario Edith Felix Gerda Hugo Ines Jonas Klara Leon Mara Niko Olga Pablo Rosa Simon Tilda Uwe
  Viola Walter Xenia Yara Zita Anton Bianca Carlo Dora Emil Frida Georg Hedda Igor Jana Karl Lotte Mirko Nele Otto Petra
  Ralf Sonja Theo Ulla Vera Willem Anouk Bram Celia`.split(/\s+/)
const lastNames =
  `Albers Brandt Carlsen Dahl Eriksen Falk Gruber Holm Iversen Jansen Krause Lange Moser Nyberg Olsen Petrov
  Quast Roth Sauer Timm Ulrich Vogel Winter Ziegler Adler Bauer Czerny Dietz Engel Fuchs Graf Hauser Imhof Jung Kaiser Lorenz
  Maurer Neumann Ott Pohl Reuter Stern Thoma Unger Voss Wolff`.split(/\s+/)

/** A person, and the same as another desk would have entered it. */
export function drawPersonName(random: Random): readonly [string, string] {
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)]
  return [`${first} ${last}`, random.pick([`${last}, ${first}`, `${first.slice(0, 1)}. ${last}`, `${first} ${last}`])]
}

const trades =
  `Metallbau|Foods|Papers|Textiles|Tools|Furniture|Plastics|Glass|Drinks|Garden Supplies|Paints|Lighting|Fasteners|Packaging|
  Timber|Ceramics`.split(/\|\s*/)

/** A firm, and the same as another desk would have entered it. */
export function drawFirmName(random: Random): readonly [string, string] {
  const name = `${random.pick(lastNames)} ${random.pick(trades)}`
  return [name, random.pick([`${name} Ltd`, name.toUpperCase(), name])]
}
