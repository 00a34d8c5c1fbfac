/** The page as people meet it, in a real browser. One browser and one server serve all of its tests. */
import { describe } from 'vitest'
import { isBrowserMissing } from '../browser.ts'
import { longTasks } from './long-tasks.ts'
import { looks } from './looks.ts'
import { modelPlaying } from './model-playing.ts'
import { useStage } from './page-fixture.ts'
import { playing } from './playing.ts'
import { privatePlaying } from './private-playing.ts'
import { sharing } from './sharing.ts'
import { staticCopy } from './static-copy.ts'
import { watching } from './watching.ts'

describe.skipIf(isBrowserMissing)('in a browser', () => {
  const at = useStage()
  // First, while the browser has nothing else to do.
  longTasks(at)
  playing(at)
  sharing(at)
  watching(at)
  modelPlaying(at)
  privatePlaying(at)
  looks(at)
  staticCopy(at)
})
