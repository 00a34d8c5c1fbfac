/**
 * The viewer for other documents, such as reports: one script, which asks no host for anything. It shows records without
 * running them again, in a shadow root where neither styles the other.
 *
 * @module
 * @example
 * <div id="run"></div>
 * <script src="viewer.js"></script>
 * <script>DataOpsViewer.show(document.getElementById('run'), text)</script>
 */
import { render } from 'preact'
import { useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Trajectory } from '../../../src/contract/episode.ts'
import styles from '../styles/page.css?inline'
import { readRecords } from './read-records.ts'
import { Viewer } from './viewer.tsx'

const reason = 'this document holds no engine'

function Embedded({ records }: { readonly records: readonly Trajectory[] }): JSX.Element {
  const [place, setPlace] = useState(0)
  const [step, setStep] = useState(0)
  const record = records[place]
  return (
    <div class="watch">
      {records.length > 1 && (
        <label class="field episode-choice">
          <span>Episode</span>
          <select
            value={place}
            onChange={(event) => {
              setPlace(Number(event.currentTarget.value))
              setStep(0)
            }}
          >
            {records.map(({ task_id: id, seed }, index) => (
              <option key={index} value={index}>
                {index + 1}: {id}, seed {seed ?? 'canonical'}
              </option>
            ))}
          </select>
        </label>
      )}
      {record !== undefined && (
        <Viewer key={place} record={record} again={null} reason={reason} step={step} onStep={setStep} />
      )}
    </div>
  )
}

/**
 * Shows recorded episodes.
 *
 * @param host the element that they are shown in
 * @param text records as `--record` writes them: JSON, one episode a line
 * @throws TypeError which says what is wrong with the text, and in which line
 */
export function show(host: HTMLElement, text: string): void {
  const records = readRecords(text)
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  // What the page says of its document holds for the host here.
  sheet.replaceSync(styles.replaceAll(/:root(\[[^\]]*\])/g, ':host($1)').replaceAll(':root', ':host'))
  root.adoptedStyleSheets = [sheet]
  render(<Embedded records={records} />, root)
}
