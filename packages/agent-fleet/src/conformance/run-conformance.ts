import { choosing } from './cases/choosing.ts';
import { dying } from './cases/dying.ts';
import { ending } from './cases/ending.ts';
import { forgetting } from './cases/forgetting.ts';
import { graphs } from './cases/graphs.ts';
import { refusing } from './cases/refusing.ts';
import { servers } from './cases/servers.ts';
import { telling } from './cases/telling.ts';
import { watching } from './cases/watching.ts';
import type { FleetEngine } from '../fleet-engine.ts';
import type { ConformanceCase, ConformanceResult, ConformanceSubject } from './subject.ts';

/** Side by side: most of their time is waiting. The last ones disturb others and are run alone. */
const together: readonly ConformanceCase[] = [
  ...dying,
  ...ending,
  ...graphs,
  ...choosing,
  ...watching,
  ...telling,
  ...refusing,
  ...forgetting,
];
const alone: readonly ConformanceCase[] = servers;

/** The names of all cases, in the order in which they are told. */
export const conformanceCases: readonly string[] = [...together, ...alone].map(({ name }) => name);

export interface RunConformanceOptions {
  /** Told of each case as it ends. */
  readonly report?: ((result: ConformanceResult) => void) | undefined;
  /** Names of the cases to run; default all. */
  readonly only?: readonly string[] | undefined;
}

/** Runs the suite on an engine. Nothing is thrown for a case that fails: look at the outcomes. */
export async function runConformance(
  subject: ConformanceSubject,
  { report, only }: RunConformanceOptions = {},
): Promise<readonly ConformanceResult[]> {
  const isWanted = ({ name }: ConformanceCase): boolean => only === undefined || only.includes(name);
  const opened = Array.from({ length: sharedConnections }, () => subject.open({ lease: longLease }));
  let next = 0;
  const open = (): Promise<FleetEngine> => {
    next = (next + 1) % opened.length;
    return opened[next] as Promise<FleetEngine>;
  };
  const tell = async (one: ConformanceCase): Promise<ConformanceResult> => {
    const result = await runCase(subject, one, open);
    report?.(result);
    return result;
  };
  const results = await Promise.all(together.filter(isWanted).map(tell));
  for (const one of alone.filter(isWanted)) results.push(await tell(one));
  for (const one of opened) await (await one).close();
  return results;
}

/** As many as a case takes at most. */
const sharedConnections = 3;
/** On a busy machine a step may take ten seconds; only what is about lost leases shall lose any. */
const longLease = 60_000;
let count = 0;

async function runCase(
  subject: ConformanceSubject,
  { name, notFor, run }: ConformanceCase,
  open: () => Promise<FleetEngine>,
): Promise<ConformanceResult> {
  const reason = notFor?.(subject);
  if (reason !== undefined) return { name, outcome: 'not run', reason, figures: {}, duration: 0 };
  const start = performance.now();
  const figures: Record<string, number> = {};
  const endings: (() => void | Promise<void>)[] = [];
  count += 1;
  const label = `case-${process.pid}-${Date.now().toString(36)}-${count}`;
  const result = (outcome: 'passed' | 'failed', why?: string): ConformanceResult => ({
    name,
    outcome,
    ...(why !== undefined && { reason: why }),
    figures,
    duration: Math.round(performance.now() - start),
  });
  try {
    await run({
      subject,
      label,
      measure: (figure, value) => void (figures[figure] = Math.round(value)),
      atEnd: (work) => void endings.push(work),
      open,
      openOwn: async (options) => {
        const engine = await subject.open(options);
        endings.push(() => engine.close());
        return engine;
      },
    });
    return result('passed');
  } catch (error) {
    return result('failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    for (const end of endings.toReversed()) await end();
  }
}
