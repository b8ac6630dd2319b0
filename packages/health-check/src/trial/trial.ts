export type TrialName = 'version' | 'help' | 'health' | 'smoke' | 'npx';

/** One thing that a script was asked to do. */
export interface Trial {
  readonly name: TrialName;
  /** `warning`: the script is well, what it depends on is not. */
  readonly status: 'ok' | 'warning' | 'failed' | 'not-run';
  readonly detail: string;
  /** What mends it; present unless all is well. */
  readonly fix?: string;
  /** Milliseconds. */
  readonly duration: number;
}
