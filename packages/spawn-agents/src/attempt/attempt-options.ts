import type { RunSettings } from '../spawn-options.ts';

/** One attempt of one agent. */
export interface AttemptOptions {
  readonly agent: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly worktree: string;
  readonly branch: string;
  /** Where the agent's own work begins. */
  readonly base: string;
  readonly port: number | undefined;
  readonly feedback: string | undefined;
  readonly settings: RunSettings;
  /** By the attempts before. */
  readonly used: { readonly tokens: number; readonly cost: number };
  /** Told in short what it does. */
  readonly onProgress: (text: string) => void;
}
