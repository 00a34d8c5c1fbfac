/** A record and what running it again came to. */
import { useEffect, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Trajectory } from '../../../src/contract/episode.ts'
import type { EngineClient } from '../engine/engine-client.ts'
import { type Again, Viewer } from './viewer.tsx'

let replays = 0

export function Watched(props: {
  readonly record: Trajectory
  readonly client: EngineClient
  /** What it is called where two are shown. */
  readonly label?: string
}): JSX.Element {
  const { record, client, label } = props
  const [step, setStep] = useState(0)
  const [again, setAgain] = useState<Again | null | undefined>(undefined)
  const [reason, setReason] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    const key = `record ${++replays}`
    const run = async (): Promise<void> => {
      try {
        const replayed = await client.calls.replay(key, record)
        if (isGone) return
        const rows: Again['rows'] = (after, table, changedOnly) => async (offset, count) =>
          await client.calls.rows({ of: key, step: after, table, offset, count, changedOnly })
        setAgain({ replayed, rows })
      } catch (error) {
        if (isGone) return
        setReason(error instanceof Error ? error.message : String(error))
        setAgain(null)
      }
    }
    void run()
    return () => {
      isGone = true
    }
  }, [record])
  return (
    <Viewer
      record={record}
      again={again}
      reason={reason}
      step={step}
      onStep={setStep}
      {...(label !== undefined && { label })}
    />
  )
}
