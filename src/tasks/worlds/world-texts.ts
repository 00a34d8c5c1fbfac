/** What people of a world write that has nothing to do with any accident, in templates of `Writer`. */
export interface WorldTexts {
  /** Pages near the imports and their tables: another column, another feed, another procedure. */
  readonly pages: readonly {
    readonly title: string
    readonly body: string
    /** What people point to it for: equal lines that are both meant. */
    readonly about?: 'equal lines'
  }[]
  /** Conversations; each message begins with who speaks: `owner`, `engineer`, `clerk`, `second`. */
  readonly threads: readonly (readonly (readonly [
    speaker: 'owner' | 'engineer' | 'clerk' | 'second',
    text: string,
  ])[])[]
  readonly mails: readonly { readonly subject: string; readonly body: string }[]
  /** Notes of releases, of programs beside the one that is struck. */
  readonly releases: readonly { readonly program: string; readonly note: string }[]
}
