/** Those that `git commit` runs, in its order. */
export const commitHooks = ['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit'] as const;
export type CommitHook = (typeof commitHooks)[number];

/** A hook of the repository, and what became of it. One that refuses is an error. */
export interface HookRun {
  readonly name: CommitHook;
  /** `skipped`: by `verify: false`. `planned`: a dry run runs none. `failed`: of `post-commit`, which undoes nothing. */
  readonly status: 'passed' | 'skipped' | 'planned' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
}

export interface HookOptions {
  /** False as in `git commit --no-verify`: pre-commit and commit-msg do not run, and it is recorded that they did not. */
  readonly verify: boolean;
  /** Milliseconds for each. */
  readonly timeLimit: number;
  readonly onBegin?: ((name: CommitHook) => void) | undefined;
  /** Not of one that was interrupted. */
  readonly onEnd?: ((name: CommitHook, hasPassed: boolean) => void) | undefined;
  /** What they print, redacted. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** `git commit --no-verify` passes over these two. */
export function isPassedOver(name: CommitHook, { verify }: Pick<HookOptions, 'verify'>): boolean {
  return !verify && (name === 'pre-commit' || name === 'commit-msg');
}
