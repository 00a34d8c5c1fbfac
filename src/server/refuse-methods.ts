import type { Hono } from 'hono'
import { AppError } from '../kit/errors.ts'
import type { AppEnvironment } from './app.ts'

/** Registered after the routes, so that only methods without a handler arrive here. */
export function refuseOtherMethods(app: Hono<AppEnvironment>, path: string, allowed: string): void {
  app.all(path, (context) => {
    context.header('Allow', allowed)
    throw new AppError('method_not_allowed', `${path} takes ${allowed}`)
  })
}
