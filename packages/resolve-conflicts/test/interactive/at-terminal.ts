import { createStyle } from '@cdev/core/cli';
import { testContext, type TempRepo } from '@cdev/test-kit';
import { resolveConflicts, type ResolveConflictsOptions } from '../../src/index.ts';
import type { Question } from '../../src/interactive/ask-files.ts';
import { questionText } from '../../src/interactive/screen/question-text.ts';
import { applying } from '../applying-options.ts';

export const interactive: ResolveConflictsOptions = { ...applying, strategy: 'interactive' };

export interface Sitting {
  readonly keys: readonly string[];
  readonly options?: Partial<ResolveConflictsOptions>;
  readonly env?: Readonly<Record<string, string>>;
  readonly page?: { readonly columns: number; readonly rows: number };
  readonly hasColour?: boolean;
  /** Interrupts behind the last key. */
  readonly isInterrupted?: boolean;
}

/** Somebody at a terminal who presses the keys, and what was shown: the first screen, and one after each key. */
export function sitDown(repo: Pick<TempRepo, 'path'>, sitting: Sitting) {
  const { keys, options, env, page = { columns: 80, rows: 30 }, hasColour = false, isInterrupted = false } = sitting;
  const screens: string[] = [];
  const interruption = new AbortController();
  const live = {
    isTerminal: true,
    show: async (question: unknown) =>
      void screens.push(questionText(question as Question, { style: createStyle(hasColour), ...page })),
    append: async () => {},
  };
  const left = [...keys];
  async function* pressed(): AsyncGenerator<string> {
    for (let key = left.shift(); key !== undefined; key = left.shift()) yield key;
    if (isInterrupted) interruption.abort('SIGINT');
  }
  const context = testContext({
    cwd: repo.path,
    yes: true,
    live,
    keys: pressed,
    signal: interruption.signal,
    ...(env && { env }),
  });
  return { screens, outcome: resolveConflicts({ ...interactive, ...options }, context) };
}
