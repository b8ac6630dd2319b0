import { posix } from 'node:path';
import { indexRepository, type RepositoryIndex } from '@cdev/code-graph';
import type { Context } from '@cdev/core/cli';

export interface OpenIndexOptions {
  /** What files are to be ranked for. */
  readonly query: string;
  /** A path that is not looked at, relative to the repository: what this run writes. */
  readonly leaveOut?: string | undefined;
}

/** What assistants are told: it repeats the words of requests and would rank before all else, this script's own files first. */
const forAssistants =
  /^(?:\.(?:claude|codex|gemini|opencode|agents|cursor|cdev)\/|\.github\/(?:copilot-instructions\.md|agents\/))|(?:^|\/)(?:AGENTS|CLAUDE|GEMINI)(?:\.[a-z]+)?\.md$/;

/** The repository's index without the files that are written for assistants, unless the request names them. */
export async function openIndex({ query, leaveOut }: OpenIndexOptions, context: Context): Promise<RepositoryIndex> {
  const { cwd, signal, progress } = context;
  const isNamed = (path: string): boolean => query.includes(posix.basename(path));
  const task = progress.begin('Reading the repository');
  try {
    const index = await indexRepository(cwd, {
      accept: (path) => path !== leaveOut && (!forAssistants.test(path) || isNamed(path)),
      signal,
    });
    task.done(
      `${index.inventory.files.length} ${index.inventory.files.length === 1 ? 'file' : 'files'}, ${index.coChange.commits} ${index.coChange.commits === 1 ? 'commit' : 'commits'}`,
    );
    return index;
  } catch (error) {
    task.failed();
    throw error;
  }
}
