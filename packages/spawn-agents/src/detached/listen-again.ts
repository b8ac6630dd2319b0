import type { Listen } from '../attempt/run-attempt.ts';
import { createListening } from '../attempt/listening.ts';
import { grace } from '../attempt/start-and-listen.ts';
import { driverRecorded } from '../drivers/index.ts';
import { stateOf } from '../open-run.ts';
import { hear } from './hear.ts';
import { loggedLines } from './logged-lines.ts';

/** Listens on to an agent whose attempt outlived the process that began it: from where the journal and the log end, and to its end. */
export const listenAgain: Listen = async (run, options, context) => {
  const { agent, attempt, log, settings } = options;
  const { driver: name, pid = 0, startTime = '', detached, heard = 0, startedAt = '' } = await stateOf(run, agent);
  const driver = driverRecorded(name);
  const { boot = '', counted } = detached ?? {};
  const listening = createListening(
    run,
    { ...options, settings: { ...settings, driver } },
    { counted, isDetached: true },
    context,
  );
  const logged = await loggedLines(log.file);
  log.note(`attempt ${attempt} of ${agent} is listened to again`);
  await run.journal.append({
    type: 'note',
    agent,
    text: `attempt ${attempt} went on by itself; it is listened to again`,
  });
  const process = { pid, startTime, boot, startedAt: Date.parse(startedAt) };
  const { timeLimit } = settings;
  const hearing = { ...listening, ...process, agent, driver, log, timeLimit, grace, heard, logged };
  try {
    const end = await listening.during(() => hear(hearing));
    return { ...end, brake: listening.brake() };
  } finally {
    await listening.settled();
  }
};
