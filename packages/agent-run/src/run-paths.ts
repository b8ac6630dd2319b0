/** Where a run keeps what; all absolute. */
export interface RunPaths {
  readonly folder: string;
  readonly journal: string;
  readonly logs: string;
  readonly reports: string;
  readonly lock: string;
}

export function runPaths(_commonDir: string, _planId: string): RunPaths {
  throw new Error('not written yet');
}
export function agentLog(_commonDir: string, _run: { planId: string; agentId: string; attempt: number }): string {
  throw new Error('not written yet');
}
