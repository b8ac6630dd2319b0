import { relative } from 'node:path';
import type { Progress } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import type { Repository } from '@cdev/git';
import { learnMerges } from './learn-merges.ts';
import { openMemory, type ResolutionMemory } from './resolution-memory.ts';

export interface LearningMemoryOptions {
  /** False: what is remembered is used, and nothing is written. */
  readonly learns: boolean;
  readonly signal: AbortSignal;
  /** Told while past merges are looked through. */
  readonly progress: Progress;
}

/** A memory that learns from what was committed since, before the first conflict is looked up: what git merges alone need not wait for it. */
export interface LearningMemory extends Pick<ResolutionMemory, 'find'> {
  /** Runs what remembers; where nothing can be written that is told by `notes`, and the rest goes on. */
  writing(write: () => Promise<unknown>): Promise<void>;
  /** What is to be told of it, a sentence each. */
  notes(): string[];
}

/** The memory of a repository, for one run of a script. Reading it never fails, nor does what cannot be written: `notes` tells of it. */
export function openLearningMemory(
  repository: Repository,
  { learns, signal, progress }: LearningMemoryOptions,
): LearningMemory {
  const { commonDir } = repository;
  const known = openMemory(commonDir);
  const problems = new Set<string>();
  const writing: LearningMemory['writing'] = async (write) => {
    try {
      await write();
    } catch (error) {
      signal.throwIfAborted();
      const code = (error as NodeJS.ErrnoException).code;
      if (!isCdevError(error) && (code === undefined || !/^E[A-Z]+$/.test(code))) throw error;
      problems.add(`nothing could be remembered: ${isCdevError(error) ? error.message : code}`);
    }
  };
  const learn = async (): Promise<void> => {
    if (!learns) return;
    const task = progress.begin('looking for decisions in past merges');
    await writing(() => learnMerges(repository, signal));
    task.done();
  };
  let learning: Promise<void> | undefined;
  return {
    writing,
    find: async (hunk) => {
      await (learning ??= learn());
      return known.find(hunk);
    },
    notes: () => [
      ...problems,
      ...[...known.damaged].map(
        (file) => `what is remembered in ${relative(commonDir, file)} is damaged and was not taken`,
      ),
    ],
  };
}
