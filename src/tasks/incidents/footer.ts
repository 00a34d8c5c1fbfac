/** A standing end of every ticket: what an agent has to know of the rules of an episode. A template of `Writer`. */
export const footer = `Temporary tables are [fine|welcome]; a table cannot be rebuilt with DROP. [Permanent objects|Tables, views or triggers] left
 behind cost 0.05 each and [the task does not count|nothing counts] as solved. One action can do only so much work: if it is stopped, none of it was
 done. [Call finish_task when done|When all is right, call finish_task].`
