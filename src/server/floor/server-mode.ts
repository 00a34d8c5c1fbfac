/** What is served: `production` leaves out reset, step and state over HTTP, which are for training. */
export const serverModes = ['simulation', 'production'] as const
export type ServerMode = (typeof serverModes)[number]
