/** What a run would do, as far as it can be known before. */
export interface PipelinePlan {
  readonly pipeline: string;
  readonly file: string;
  readonly folder: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** When the run began that would be gone on with. */
  readonly resumes: string | undefined;
  /** In an order in which they can run. */
  readonly steps: readonly PlannedStep[];
}

export interface PlannedStep {
  readonly instance: string;
  readonly step: string;
  readonly name: string;
  /** `run-or-cached`: it depends on what a step before it gives. `failed`: an expression of it is wrong. */
  readonly prospect: 'run' | 'run-or-cached' | 'kept' | 'cached' | 'skipped' | 'failed';
  readonly reason?: string | undefined;
  /** As far as it is known; expressions that wait for a step stand as they are. */
  readonly command: string;
  readonly needs: readonly string[];
  readonly approval?: string | undefined;
}
