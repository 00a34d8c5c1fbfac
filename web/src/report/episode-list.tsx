/** The episodes of a report, as many as there are: only those in view are in the document. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import { toLine } from '../kit/cells.ts'
import type { ReportData } from './report-data.ts'

const rowHeight = 34
/** Rows beyond the view on either side. */
const spare = 6

export interface EpisodeListProps {
  readonly data: ReportData
  /** Places of episodes, in the order shown. */
  readonly places: readonly number[]
  readonly open: number | null
  readonly onOpen: (place: number) => void
}

export function EpisodeList({ data, places, open, onOpen }: EpisodeListProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 480 })
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const look = (): void => setView({ top: element.scrollTop, height: element.clientHeight })
    element.addEventListener('scroll', look, { passive: true })
    look()
    return () => element.removeEventListener('scroll', look)
  }, [])
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = 0
  }, [places])
  const from = Math.max(0, Math.floor(view.top / rowHeight) - spare)
  const to = Math.min(places.length, Math.ceil((view.top + view.height) / rowHeight) + spare)
  return (
    <div class="episodes" ref={box} role="list" aria-label="Episodes" tabIndex={0}>
      <div style={{ height: `${places.length * rowHeight}px` }}>
        <div style={{ transform: `translateY(${from * rowHeight}px)` }}>
          {places.slice(from, to).map((place) => (
            <Row key={place} data={data} place={place} isOpen={place === open} onOpen={onOpen} />
          ))}
        </div>
      </div>
    </div>
  )
}

function Row(
  props: Pick<EpisodeListProps, 'data' | 'onOpen'> & { place: number; isOpen: boolean },
): JSX.Element | null {
  const { data, place, isOpen, onOpen } = props
  const episode = data.episodes[place]
  const item = episode && data.items[episode.item]
  if (episode === undefined || item === undefined) return null
  return (
    <div role="listitem">
      <button type="button" class="episode" aria-current={isOpen ? 'true' : undefined} onClick={() => onOpen(place)}>
        <span class={`tag ${episode.solved ? 'mark-repaired' : 'mark-damaged'}`}>
          {episode.solved ? 'solved' : episode.score.toFixed(2)}
        </span>
        <span class="episode-item">{toLine(item.key, 80)}</span>
        <span class="dim">{toLine(episode.player, 30)}</span>
        <span class="dim">#{episode.attempt}</span>
        <span class="episode-why">{episode.failure ?? ''}</span>
        <span class="number">{episode.steps} steps</span>
        <span class="number">{episode.seconds.toFixed(1)} s</span>
        <span class="number">{episode.cost === null ? '' : `$${episode.cost.toFixed(4)}`}</span>
      </button>
    </div>
  )
}
