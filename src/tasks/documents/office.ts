/**
 * Where the texts of a business lie: pages of a run-book, messages of a channel, notes of releases, mails, contracts.
 *
 * @module
 */
import type { TableSpec } from '../../data/content.ts'
import type { Random } from '../../kit/random.ts'
import { buildTable } from '../worlds/build-table.ts'
import { drawNames, type TableNames, type TableWords } from '../worlds/table-words.ts'
import { sayDay, sayMinute } from '../worlds/time.ts'
import type { Prose, Voice } from '../incidents/evidence.ts'

type PageColumn = 'id' | 'title' | 'owner' | 'updatedOn' | 'body'
type MessageColumn = 'id' | 'channel' | 'at' | 'author' | 'body'
type ReleaseColumn = 'id' | 'program' | 'version' | 'at' | 'note'
type MailColumn = 'id' | 'at' | 'sender' | 'subject' | 'body'
type ContractColumn = 'id' | 'feed' | 'validFrom' | 'body'

const words = {
  pages: {
    names: ['run_book', 'handbook_page', 'wiki_page', 'team_page'],
    columns: {
      id: ['id', 'page_id'],
      title: ['title', 'heading'],
      owner: ['owner', 'kept_by'],
      updatedOn: ['updated_on', 'last_edited', 'as_of_day'],
      body: ['body', 'page_text'],
    },
  } satisfies TableWords<PageColumn>,
  messages: {
    names: ['chat_message', 'channel_message', 'team_chat', 'messages'],
    columns: {
      id: ['id', 'message_id'],
      channel: ['channel', 'room'],
      at: ['sent_at', 'posted_at'],
      author: ['author', 'from_user'],
      body: ['body', 'message'],
    },
  } satisfies TableWords<MessageColumn>,
  releases: {
    names: ['release_note', 'deployment', 'change_calendar', 'rollout'],
    columns: {
      id: ['id', 'entry'],
      program: ['program', 'component'],
      version: ['version', 'release'],
      at: ['deployed_at', 'live_from'],
      note: ['note', 'summary'],
    },
  } satisfies TableWords<ReleaseColumn>,
  mails: {
    names: ['mailbox', 'partner_mail', 'inbox', 'mail'],
    columns: {
      id: ['id', 'mail_id'],
      at: ['received_at', 'came_at'],
      sender: ['sender', 'from_whom'],
      subject: ['subject', 'about'],
      body: ['body', 'mail_text'],
    },
  } satisfies TableWords<MailColumn>,
  contracts: {
    names: ['feed_contract', 'data_contract', 'interface_spec'],
    columns: {
      id: ['id', 'contract_id'],
      feed: ['feed', 'interface'],
      validFrom: ['valid_from', 'in_force_from'],
      body: ['body', 'definition'],
    },
  } satisfies TableWords<ContractColumn>,
} as const

export interface OfficeNames {
  readonly pages: TableNames<PageColumn>
  readonly messages: TableNames<MessageColumn>
  readonly releases: TableNames<ReleaseColumn>
  readonly mails: TableNames<MailColumn>
  readonly contracts: TableNames<ContractColumn>
}

export function drawOfficeNames(random: Random): OfficeNames {
  return {
    pages: drawNames(random, words.pages),
    messages: drawNames(random, words.messages),
    releases: drawNames(random, words.releases),
    mails: drawNames(random, words.mails),
    contracts: drawNames(random, words.contracts),
  }
}

/** A text with its place. `key` names it among carriers; filler has none. */
interface Text {
  readonly key?: string
  readonly body: string
  readonly blanks: readonly string[]
}
export interface Page extends Text {
  readonly title: string
  readonly owner: string
  readonly updatedOn: number
}
export interface Message extends Text {
  readonly channel: string
  readonly at: number
  readonly author: string
}
export interface ReleaseNote extends Text {
  readonly program: string
  readonly version: string
  readonly at: number
}
export interface Mail extends Text {
  readonly at: number
  readonly sender: string
  readonly subject: string
}
/** Not prose: YAML or JSON. */
export interface Contract {
  readonly key?: string
  readonly feed: string
  readonly validFrom: number
  readonly body: string
}

export interface Office {
  readonly pages: readonly Page[]
  readonly messages: readonly Message[]
  readonly releases: readonly ReleaseNote[]
  readonly mails: readonly Mail[]
  readonly contracts: readonly Contract[]
}

/** The tables that have something in them, ids in the order in which things came. */
export function officeTables(random: Random, names: OfficeNames, office: Office): TableSpec[] {
  const number = <T>(rows: readonly T[], when: (row: T) => number): (T & { readonly id: number })[] => {
    let id = random.int(10, 400)
    return rows
      .toSorted((left, right) => when(left) - when(right))
      .map((row) => ({ id: (id += random.int(1, 4)), ...row }))
  }
  const text = 'TEXT NOT NULL'
  const key = 'INTEGER PRIMARY KEY'
  const { pages, messages, releases, mails, contracts } = office
  const tables: TableSpec[] = []
  if (pages.length > 0) {
    const rows = number(pages, ({ updatedOn }) => updatedOn)
    tables.push(
      buildTable(random, names.pages, {
        columns: [
          { column: 'id', type: key },
          { column: 'title', type: text },
          { column: 'owner', type: text },
          { column: 'updatedOn', type: text },
          { column: 'body', type: text },
        ],
        rows: rows.map((page) => ({ ...page, updatedOn: sayDay(page.updatedOn) })),
      }),
    )
  }
  if (messages.length > 0) {
    const rows = number(messages, ({ at }) => at)
    tables.push(
      buildTable(random, names.messages, {
        columns: [
          { column: 'id', type: key },
          { column: 'channel', type: text },
          { column: 'at', type: text },
          { column: 'author', type: text },
          { column: 'body', type: text },
        ],
        rows: rows.map((row) => ({ ...row, at: sayMinute(row.at) })),
      }),
    )
  }
  if (releases.length > 0) {
    const rows = number(releases, ({ at }) => at)
    tables.push(
      buildTable(random, names.releases, {
        columns: [
          { column: 'id', type: key },
          { column: 'program', type: text },
          { column: 'version', type: text },
          { column: 'at', type: text },
          { column: 'note', type: text },
        ],
        rows: rows.map((row) => ({ ...row, note: row.body, at: sayMinute(row.at) })),
      }),
    )
  }
  if (mails.length > 0) {
    const rows = number(mails, ({ at }) => at)
    tables.push(
      buildTable(random, names.mails, {
        columns: [
          { column: 'id', type: key },
          { column: 'at', type: text },
          { column: 'sender', type: text },
          { column: 'subject', type: text },
          { column: 'body', type: text },
        ],
        rows: rows.map((row) => ({ ...row, at: sayMinute(row.at) })),
      }),
    )
  }
  if (contracts.length > 0) {
    const rows = number(contracts, ({ validFrom }) => validFrom)
    tables.push(
      buildTable(random, names.contracts, {
        columns: [
          { column: 'id', type: key },
          { column: 'feed', type: text },
          { column: 'validFrom', type: text },
          { column: 'body', type: text },
        ],
        rows: rows.map((row) => ({ ...row, validFrom: sayDay(row.validFrom) })),
      }),
    )
  }
  return tables
}

/** Every text of an office as proofs look at it. */
export function proseOf({ pages, messages, releases, mails }: Office): Prose[] {
  const list = (voice: Voice, texts: readonly Text[]): Prose[] =>
    texts.map(({ body, blanks, key }) => ({ voice, text: body, blanks, bearing: key !== undefined }))
  return [
    ...list('run-book', pages),
    ...list('chat', messages),
    ...list('release note', releases),
    ...list('mail', mails),
  ]
}
