import type { ScriptState } from '@cdev/script-catalogue';
import type { Trial } from './trial/trial.ts';

export interface ScriptHealth {
  readonly script: string;
  readonly package: string;
  readonly version: string;
  readonly owner?: string;
  /** Of the Node that it was tried with, `24.21.0`. */
  readonly node: string;
  readonly state: ScriptState;
  readonly trials: readonly Trial[];
}

export interface HealthReport {
  /** ISO 8601. */
  readonly time: string;
  readonly host: string;
  /** `workspace` and `project`: as they are here; `registry`: as users get them now. */
  readonly origin: 'workspace' | 'project' | 'registry';
  readonly scripts: readonly ScriptHealth[];
  /** Versions of Node that were wanted and cannot be had: with these nothing was tried. */
  readonly notTried: readonly { readonly reason: string; readonly fix: string }[];
  /** Against the check before of the same origin. */
  readonly changes: readonly {
    readonly script: string;
    readonly node: string;
    readonly from: ScriptState | 'new';
    readonly to: ScriptState | 'gone';
  }[];
  /** What became of alerts, one line each. */
  readonly alerts: readonly string[];
}

export function stateOf(trials: readonly Trial[]): ScriptState {
  if (trials.some(({ status }) => status === 'failed')) return 'broken';
  return trials.some(({ status }) => status === 'warning') ? 'degraded' : 'healthy';
}
