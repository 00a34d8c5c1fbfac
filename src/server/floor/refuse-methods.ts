import type { Handler, Hono } from 'hono'
import { AppError } from '../../kit/errors.ts'
import type { AppEnvironment } from './app-environment.ts'
import { answerPreflight } from './preflight.ts'

/**
 * For what no handler of a path takes: browsers learn whether a page may send one of the methods that are allowed,
 * everything else is refused.
 */
export function otherMethods(path: string, allowed: string): Handler<AppEnvironment> {
  return (context) => {
    const answer = answerPreflight(context, allowed.split(', '))
    if (answer !== undefined) return answer
    context.header('Allow', allowed)
    throw new AppError('method_not_allowed', `${path} takes ${allowed}`)
  }
}

/** Registered after the routes, so that only methods without a handler arrive here. */
export function refuseOtherMethods(app: Hono<AppEnvironment>, path: string, allowed: string): void {
  app.all(path, otherMethods(path, allowed))
}
