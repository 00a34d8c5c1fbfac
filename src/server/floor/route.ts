import type { Context } from 'hono'
import type { AppEnvironment } from './app-environment.ts'
import type { Operation } from './operation.ts'

export type AppContext = Context<AppEnvironment>

export type Method = 'GET' | 'POST' | 'DELETE'

/**
 * One line of the table of routes, from which the application, the refusals of other methods, the OpenAPI document and
 * docs/http.md are made.
 */
export interface Route {
  readonly method: Method
  /** As OpenAPI writes it, with parameters in braces: `/{environment}/tasks`. */
  readonly path: string
  /** In a few words, for those who look for it. */
  readonly summary: string
  readonly handle: (context: AppContext) => Response | Promise<Response>
  /** How the OpenAPI document describes it; absent: what is for browsers and machines is not in there. */
  readonly operation?: Operation
  /** Speaks in place of the handler and of the refusal of other methods, unless it has nothing to say. */
  readonly guard?: (context: AppContext) => Response | undefined
  /** How an error is told at this path; undefined where it is told as everywhere. */
  readonly refuse?: (context: AppContext, error: unknown) => Response | undefined
  /** False where a HEAD is not a GET without its body. */
  readonly takesHead?: false
}

/** The methods that a path takes, as the header Allow lists them. */
export function allowedMethods(routes: readonly Route[], path: string): string {
  const own = routes.filter((route) => route.path === path)
  const methods: readonly Method[] = ['GET', 'POST', 'DELETE']
  const taken = methods.filter((method) => own.some((route) => route.method === method))
  const head = own.some((route) => route.method === 'GET' && route.takesHead !== false) ? ['HEAD'] : []
  return taken.flatMap((method) => (method === 'GET' ? [method, ...head] : [method])).join(', ')
}
