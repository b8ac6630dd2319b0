import type { AgentState } from '@cdev/agent-run';
import { createActivityRecorder } from '../attempt/activity-recorder.ts';
import { openAgentLog } from '../attempt/agent-log.ts';
import { isThere } from '../attempt/is-there.ts';
import { withoutSession } from '../attempt/session-of.ts';
import { driverRecorded } from '../drivers/index.ts';
import type { SpawnRun } from '../open-run.ts';
import { hear } from './hear.ts';
import { loggedLines } from './logged-lines.ts';
import { outputFiles, removeOutput } from './output-files.ts';

/** Takes into log and journal what an agent has said while nobody listened, when it has been ended and is not judged any more. */
export async function hearRest(run: SpawnRun, state: AgentState): Promise<void> {
  const { id: agent, attempt, log: file, detached, heard = 0, workspace: worktree = '' } = state;
  if (file === undefined || detached === undefined || !(await isThere(outputFiles(file).stdout))) return;
  const driver = driverRecorded(state.driver);
  const recorder = createActivityRecorder({
    journal: run.journal,
    agent,
    attempt,
    worktree,
    interval: 0,
    isTracked: true,
  });
  const logged = await loggedLines(file);
  const log = await openAgentLog(file);
  const { counted } = detached;
  const ended = {
    pid: 0,
    startTime: '',
    boot: '',
    startedAt: 0,
    timeLimit: 0,
    grace: 0,
    signal: new AbortController().signal,
  };
  await hear({
    ...ended,
    agent,
    driver,
    log,
    heard,
    logged,
    onActivity: (activity) =>
      recorder.record(counted ? withoutSession(activity, counted, driver.countsWholeSession) : activity),
    onOldActivity: () => {},
    onHeard: recorder.reached,
  });
  await recorder.close();
  await log.close();
  await removeOutput(file);
}
