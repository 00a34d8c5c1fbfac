/** What the HTTP door keeps beside a request: its id, and the session it named. */
export interface AppEnvironment {
  Variables: { requestId: string; sessionId?: string }
}
