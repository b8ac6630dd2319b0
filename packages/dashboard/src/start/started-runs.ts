import { execPath, versions } from 'node:process';
import { limitsOf } from '@cdev/added-script';
import type { Context } from '@cdev/core/cli';
import type { ScriptDescription } from '@cdev/script-catalogue';
import { stripControl } from '@cdev/core/log';
import { quoteForShell, run } from '@cdev/core/subprocess';
import { selectScripts, type ScriptCatalogue } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';
import { commandWords, type StartRequest } from './command-words.ts';
import { describeScript } from './describe.ts';

/** A script that was started from the page. */
export interface StartedRun {
  readonly id: number;
  readonly script: string;
  /** As one would type it. */
  readonly line: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Undefined while it runs. */
  readonly ended?: { readonly exitCode: number | undefined; readonly duration: number } | undefined;
  /** How many lines it has written so far. */
  readonly lines: number;
}

export interface StartedRuns {
  readonly describe: (script: string) => Promise<ScriptDescription>;
  readonly start: (request: StartRequest) => Promise<StartedRun>;
  /** Ends it and what it started; the next `list` tells how it ended. */
  readonly stop: (id: number) => boolean;
  /** Newest first. */
  readonly list: () => readonly StartedRun[];
  /** Its lines from the given one on; undefined for one that is not known (any more). */
  readonly output: (
    id: number,
    from: number,
  ) => { readonly from: number; readonly lines: readonly string[] } | undefined;
  /** Ends all, and waits for it. */
  readonly close: () => Promise<void>;
}

interface Held {
  run: StartedRun;
  lines: string[];
  /** How many lines at the beginning are not kept any more. */
  dropped: number;
  readonly end: AbortController;
  done: Promise<void>;
}

const mostAtOnce = 4;
const mostKept = 20;
const mostLines = 5000;

/**
 * Starts scripts of the catalogue, each in a process group of its own that ends with this process, and keeps what they write. They cannot ask: nobody is at their terminal.
 * @param onChange told when one has started, written or ended
 */
export function startedRuns(catalogue: ScriptCatalogue, context: Context, onChange: () => void): StartedRuns {
  const held: Held[] = [];
  const described = new Map<string, Promise<ScriptDescription>>();
  let last = 0;
  const describe = (name: string): Promise<ScriptDescription> => {
    const [script] = selectScripts(catalogue, [name]);
    if (!script) throw errors.make('CDEV_E_DASHBOARD_REQUEST_INVALID', { problem: `There is no script ${name}` });
    const known = described.get(script.name) ?? describeScript(script, context);
    described.set(script.name, known);
    // One that was being built may answer the next time.
    known.catch(() => described.delete(script.name));
    return known;
  };
  return {
    describe,
    start: async (request) => {
      const words = commandWords(request, await describe(request.script));
      const [script] = selectScripts(catalogue, [request.script]);
      if (held.filter((each) => each.run.ended === undefined).length >= mostAtOnce)
        throw errors.make('CDEV_E_DASHBOARD_TOO_MANY', { most: String(mostAtOnce) });
      const each: Held = {
        run: {
          id: (last += 1),
          script: request.script,
          line: [script?.binName ?? request.script, ...words.map(quoteForShell)].join(' '),
          startedAt: context.clock().toISOString(),
          lines: 0,
        },
        lines: [],
        dropped: 0,
        end: new AbortController(),
        done: Promise.resolve(),
      };
      // A script of others is held to what it was added for, as at the front door.
      const { cwd, home } = context;
      const limits = script?.added ? limitsOf(script.added, { cwd, home, node: versions.node }) : [];
      each.done = follow(each, [...limits, script?.bin ?? '', ...words], { context, onChange });
      held.unshift(each);
      held.splice(mostKept);
      onChange();
      return each.run;
    },
    stop: (id) => {
      const found = held.find(({ run: { id: own, ended } }) => own === id && ended === undefined);
      found?.end.abort();
      return found !== undefined;
    },
    list: () => held.map((each) => each.run),
    output: (id, from) => {
      const found = held.find((each) => each.run.id === id);
      if (!found) return undefined;
      const first = Math.max(from, found.dropped);
      return { from: first, lines: found.lines.slice(first - found.dropped) };
    },
    close: async () => {
      for (const each of held) each.end.abort();
      await Promise.all(held.map(({ done }) => done));
    },
  };
}

async function follow(
  held: Held,
  args: readonly string[],
  { context, onChange }: { readonly context: Context; readonly onChange: () => void },
): Promise<void> {
  const { cwd, signal, home } = context;
  const write = (text: string): void => {
    held.lines.push(stripControl(text));
    if (held.lines.length > mostLines) held.dropped += held.lines.splice(0, held.lines.length - mostLines).length;
    held.run = { ...held.run, lines: held.dropped + held.lines.length };
    onChange();
  };
  const began = performance.now();
  let exitCode: number | undefined;
  try {
    const result = await run(execPath, args, {
      cwd,
      signal: AbortSignal.any([signal, held.end.signal]),
      env: { CDEV_HOME: home, NO_COLOR: '1', FORCE_COLOR: undefined },
      allowFailure: true,
      leftBehind: 'end',
      maxOutput: 100_000,
      onLine: write,
    });
    exitCode = result.exitCode;
  } catch (error) {
    write(held.end.signal.aborted ? 'stopped' : `✗ ${error instanceof Error ? error.message : String(error)}`);
  }
  held.run = { ...held.run, ended: { exitCode, duration: Math.round(performance.now() - began) } };
  onChange();
}
