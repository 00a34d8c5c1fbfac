/** Parts of the page that are loaded when they are first shown. */
import { useEffect, useState } from 'preact/hooks'
import type { ComponentType, JSX } from 'preact'

export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): (props: Props) => JSX.Element {
  let loaded: ComponentType<Props> | undefined
  return function Lazy(props: Props): JSX.Element {
    const [, redraw] = useState(0)
    const [problem, setProblem] = useState<string | null>(null)
    useEffect(() => {
      if (loaded !== undefined) return
      const begin = async (): Promise<void> => {
        try {
          loaded = await load()
          redraw((count) => count + 1)
        } catch (error) {
          setProblem(error instanceof Error ? error.message : String(error))
        }
      }
      void begin()
    }, [])
    if (problem !== null) return <p role="alert">This part of the page cannot be loaded: {problem}</p>
    const Component = loaded
    return Component === undefined ? <p class="empty">Loading…</p> : <Component {...props} />
  }
}
