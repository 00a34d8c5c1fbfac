import type { DoorContext } from '../floor/door-context.ts'
import type { Metrics } from '../floor/metrics.ts'
import type { Route } from '../floor/route.ts'
import { healthReplySchema } from '../floor/wire-schemas.ts'

export interface ProbeOptions extends Pick<DoorContext, 'registry'> {
  /** What GET /metrics shows. */
  readonly metrics: Metrics
  /** Whether new work is welcome; GET /ready says so. */
  readonly isReady: () => boolean
}

/** What machines ask about the server itself. */
export function probeRoutes({ registry, metrics, isReady }: ProbeOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/health',
      summary: 'Is the server up?',
      handle: (context) => context.json({ status: 'healthy' }),
      operation: { operationId: 'health', reply: { schema: healthReplySchema }, errors: [] },
    },
    {
      method: 'GET',
      path: '/ready',
      summary: 'Is new work welcome? 503 while the server drains, and while nothing can be recorded',
      handle: (context) => {
        if (!isReady()) return context.json({ status: 'draining' }, 503)
        const { fault } = registry
        return fault === undefined ? context.json({ status: 'ready' }) : context.json({ status: fault.code }, 503)
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      summary: 'Counts and times, as Prometheus reads them',
      handle: async (context) => {
        context.header('Content-Type', metrics.contentType)
        return context.body(await metrics.text())
      },
    },
  ]
}
