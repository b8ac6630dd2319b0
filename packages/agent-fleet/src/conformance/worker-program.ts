// A worker in a process of its own: <module> <argument> work|hold <label> <id>. Answers in lines of JSON.
import { createInterface } from 'node:readline';
import { isCdevError } from '@cdev/core/errors';
import type { Claim, FleetEngine } from '../fleet-engine.ts';

const [, , module = '', argument = '', mode, label = '', id = ''] = process.argv;
const { openFleetEngine } = (await import(module)) as { openFleetEngine: (argument: string) => Promise<FleetEngine> };
const engine = await openFleetEngine(argument);
const worker = { id, host: 'conformance', version: '1.0.0' };
const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
tell({ said: 'ready' });

if (mode === 'hold') await hold();
else await work();
await engine.close();

async function work(): Promise<void> {
  void (async () => {
    for await (const _line of createInterface({ input: process.stdin })) engine.drain();
    engine.drain();
  })();
  for (let done = 0; ; done += 1) {
    const claim = await engine.claim({ worker, labels: [label] });
    if (claim === undefined) return tell({ said: 'ended', done });
    await engine.complete(claim, { by: id });
  }
}

async function hold(): Promise<void> {
  const claim = await engine.claim({ worker, labels: [label] });
  if (claim === undefined) return;
  const timer = setInterval(() => void engine.heartbeat(claim), engine.description.heartbeatEvery);
  tell({ said: 'claimed', task: claim.task, attempt: claim.attempt });
  for await (const _line of createInterface({ input: process.stdin }))
    tell({ said: 'tried', ...(await tryAll(claim)) });
  clearInterval(timer);
}

async function tryAll(claim: Claim): Promise<object> {
  const outcome = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'accepted',
      (error: unknown) => (isCdevError(error) ? error.code : String(error)),
    );
  return {
    heartbeat: (await engine.heartbeat(claim)).status,
    event: await outcome(engine.event(claim, 'late')),
    complete: await outcome(engine.complete(claim, { by: id })),
    fail: await outcome(engine.fail(claim, { reason: 'late' })),
    release: await outcome(engine.release(claim)),
  };
}
