/**
 * The SQL editor: CodeMirror in a shadow root, where its styles need no exception from the page's policy.
 *
 * @module
 */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionSource,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { sql, SQLite } from '@codemirror/lang-sql'
import { bracketMatching, ensureSyntaxTree, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState, Prec, type Transaction } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** Colours are the page's own, which reach into the shadow root. */
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--number)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--dim)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--type)' },
])

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '13.5px', color: 'var(--text)', background: 'var(--panel)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { padding: '10px 12px', caretColor: 'var(--accent)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-placeholder': { color: 'var(--dim)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--selection)',
  },
  '.cm-tooltip': {
    background: 'var(--panel)',
    color: 'var(--text)',
    border: '1px solid var(--line-strong)',
    borderRadius: '6px',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '12.5px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionDetail': { color: 'inherit', opacity: '0.75' },
})

export type TableColumns = Readonly<Record<string, readonly string[]>>

export interface SqlEditorOptions {
  readonly host: HTMLElement
  readonly text: string
  readonly onChange: (text: string) => void
  readonly onRun: (statement: string) => void
}

/** Columns by their names alone, those of tables that the text names first. */
function columnsOf(schema: TableColumns): CompletionSource {
  const entries = Object.entries(schema)
  const tablesOf = new Map<string, string[]>()
  for (const [table, columns] of entries) {
    for (const column of columns) tablesOf.set(column, [...(tablesOf.get(column) ?? []), table])
  }
  return (context) => {
    const word = context.matchBefore(/[A-Za-z_][\w$]*/)
    const before = word === null ? '' : context.state.sliceDoc(Math.max(word.from - 1, 0), word.from)
    // Behind a point the names of one table are offered, and inside quotation marks none.
    if (word === null || /[.'"`]/.test(before)) return null
    const text = context.state.doc.toString().toLowerCase()
    const options = [...tablesOf].map(([column, tables]) => ({
      label: column,
      type: 'property',
      detail: tables.length > 2 ? `${tables.length} tables` : tables.join(', '),
      boost: tables.some((table) => text.includes(table.toLowerCase())) ? 30 : 10,
    }))
    return { from: word.from, options, validFor: /^[\w$]*$/ }
  }
}

/** Milliseconds that a text may take to be read; a hundred statements take two. */
const longestParse = 2000

/** The statement around a place, without what stands between statements. */
export function statementAt(state: EditorState, place: number): string {
  const found: { from: number; to: number }[] = []
  // Read to its end: what the editor has read so far, on a slow machine, may end within a statement.
  const tree = ensureSyntaxTree(state, state.doc.length, longestParse)
  if (tree === null) return state.doc.toString()
  for (let node = tree.topNode.firstChild; node !== null; node = node.nextSibling) {
    if (node.name === 'Statement') found.push({ from: node.from, to: node.to })
  }
  const [first] = found
  if (first === undefined) return state.doc.toString()
  // Between two statements the one before is meant.
  const { from, to } = found.findLast((one) => one.from <= place) ?? first
  return state.sliceDoc(from, to)
}

/** What is selected: the editor may not have heard of it yet. Chromium tells of a selection inside a shadow root there. */
function selectedIn(view: EditorView): { readonly from: number; readonly to: number } {
  const root = view.root as ShadowRoot & { getSelection?: () => Selection | null }
  const own = root.getSelection?.()
  const [anchor, focus] = [own?.anchorNode, own?.focusNode]
  if (!own || !anchor || !focus || !view.contentDOM.contains(anchor) || !view.contentDOM.contains(focus))
    return view.state.selection.main
  const ends = [view.posAtDOM(anchor, own.anchorOffset), view.posAtDOM(focus, own.focusOffset)]
  return { from: Math.min(...ends), to: Math.max(...ends) }
}

/**
 * Text in place of a selection. Left to the browser, it keeps the style of what it replaces in an attribute, which the
 * page's policy refuses.
 */
const replacing = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { data, inputType } = event
    if (inputType !== 'insertText' || data === null || view.composing) return false
    const { from, to } = selectedIn(view)
    if (from === to) return false
    const plain = (): Transaction =>
      view.state.update({
        changes: { from, to, insert: data },
        selection: { anchor: from + data.length },
        userEvent: 'input.type',
        scrollIntoView: true,
      })
    const isTaken = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, plain))
    if (!isTaken) view.dispatch(plain())
    event.preventDefault()
    return true
  },
})

export class SqlEditor {
  readonly view: EditorView
  readonly #language = new Compartment()
  readonly #onRun: (statement: string) => void
  readonly #past: string[] = []
  /** The place in the history; its length stands for what is being written. */
  #at = 0
  #written = ''

  constructor({ host, text, onChange, onRun }: SqlEditorOptions) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    this.#onRun = onRun
    this.view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [
          Prec.highest(
            keymap.of([
              { key: 'Mod-Enter', run: () => this.run() },
              { key: 'Mod-Shift-Enter', run: () => this.runAll() },
              { key: 'ArrowUp', run: () => this.#recall(-1) },
              { key: 'ArrowDown', run: () => this.#recall(1) },
            ]),
          ),
          keymap.of([
            { key: 'Tab', run: acceptCompletion },
            ...completionKeymap,
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false }),
          syntaxHighlighting(colours),
          theme,
          replacing,
          EditorView.lineWrapping,
          placeholder('SELECT … (Ctrl+Enter runs the statement under the cursor, ↑ brings back earlier ones)'),
          EditorView.contentAttributes.of({ 'aria-label': 'SQL', spellcheck: 'false', autocapitalize: 'off' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(update.state.doc.toString())
          }),
          this.#language.of(sql({ dialect: SQLite })),
        ],
      }),
    })
  }

  /** Runs what is selected, else the statement under the cursor. */
  run(): true {
    const { state } = this.view
    const { main } = state.selection
    return this.#run(main.empty ? statementAt(state, main.head) : state.sliceDoc(main.from, main.to))
  }

  /** Runs all that is written, as one action. */
  runAll(): true {
    return this.#run(this.view.state.doc.toString())
  }

  #run(text: string): true {
    const statement = text.trim()
    if (statement !== '') this.#onRun(statement)
    return true
  }

  /** Completion offers these tables and columns. */
  setSchema(schema: TableColumns): void {
    const support = sql({
      dialect: SQLite,
      schema,
      keywordCompletion: (label, type) => ({ label: label.toUpperCase(), type, boost: -20 }),
    })
    const columns = support.language.data.of({ autocomplete: columnsOf(schema) })
    this.view.dispatch({ effects: this.#language.reconfigure([support, columns]) })
  }

  setText(text: string): void {
    if (text === this.view.state.doc.toString()) return
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: { anchor: text.length },
    })
  }

  /** Notes a statement that was run. */
  remember(statement: string): void {
    if (this.#past.at(-1) !== statement) this.#past.push(statement)
    this.#at = this.#past.length
  }

  focus(): void {
    this.view.focus()
  }

  close(): void {
    this.view.destroy()
  }

  /** The statement before or after, where the cursor is at that end of what is written. */
  #recall(step: -1 | 1): boolean {
    const { state } = this.view
    const { head, empty } = state.selection.main
    if (!empty || this.#past.length === 0) return false
    const line = state.doc.lineAt(head).number
    const isAtEnd = step < 0 ? line === 1 : line === state.doc.lines
    const text = state.doc.toString()
    // What has been changed since is not to be lost to an arrow key.
    const isOwn = this.#at === this.#past.length ? step < 0 : text === this.#past[this.#at]
    if (!isAtEnd || !isOwn) return false
    if (this.#at === this.#past.length) this.#written = text
    const next = this.#at + step
    if (next < 0 || next > this.#past.length) return false
    this.#at = next
    this.setText(next === this.#past.length ? this.#written : (this.#past[next] ?? ''))
    return true
  }
}
