import type { Change } from '@cdev/run-history';
import type { ScriptState } from '@cdev/script-catalogue';

/** How a script is: by its last health check, or `unknown` where there was none. */
export type Standing = ScriptState | 'unknown';

export interface HealthOfScript {
  readonly state: Standing;
  /** ISO 8601. */
  readonly checkedAt?: string | undefined;
  readonly reason?: string | undefined;
  /** The checks of the days that are shown, oldest first; the worst of each day. */
  readonly days: readonly { readonly day: string; readonly state: ScriptState }[];
  /** The last check by Node version. */
  readonly nodes: readonly { readonly node: string; readonly state: ScriptState }[];
}

/** What one command costs on machines of one kind. */
export interface SpeedOfCommand {
  readonly command: string;
  readonly hostClass: string;
  readonly node: string;
  /** CPU as a multiple of a calibration run; else milliseconds. */
  readonly isRatio: boolean;
  /** Median of the last seven days with runs. */
  readonly cpu: number;
  /** Bytes, likewise. */
  readonly memory: number;
  readonly runs: number;
  readonly days: readonly { readonly day: string; readonly cpu: number }[];
  readonly changes: readonly (Change & { readonly versions: readonly string[] })[];
}

export interface ErrorRow {
  readonly code: string;
  readonly script: string;
  readonly title: string;
  /** What to do about it. */
  readonly steps: readonly string[];
  /** In the time that is shown. */
  readonly count: number;
  /** ISO 8601; of all that there ever was. */
  readonly first: string;
  readonly last: string;
  readonly versions: readonly string[];
  readonly hosts: readonly string[];
  /** First met in the time that is shown. */
  readonly isNew: boolean;
  /** No table has it. */
  readonly isUnknown: boolean;
}

export interface DeprecationOfScript {
  readonly stage: string;
  readonly announced: string;
  readonly sunset: string;
  readonly replacement: string;
  /** Below zero: the day has passed. */
  readonly daysLeft: number;
}

/** How a script of others came here. */
export interface AddedOrigin {
  readonly registry: string;
  readonly tier: string;
  /** The repository that it was proven to be built in. */
  readonly builtIn?: string | undefined;
  /** For the project, or for the user. */
  readonly place: 'project' | 'home';
}

export interface ScriptRow {
  readonly name: string;
  readonly bin: string;
  readonly packageName: string;
  readonly version: string;
  readonly summary: string;
  readonly owner?: string | undefined;
  readonly priority?: string | undefined;
  readonly stability?: string | undefined;
  readonly reviewers?: number | undefined;
  readonly health: HealthOfScript;
  readonly runs: number;
  /** Runs that ended with an error. */
  readonly failed: number;
  readonly days: readonly { readonly day: string; readonly runs: number; readonly failed: number }[];
  /** ISO 8601. */
  readonly lastRun?: string | undefined;
  /** Of the command that ran most. */
  readonly speed?: SpeedOfCommand | undefined;
  readonly overBudget: readonly string[];
  readonly errors: readonly { readonly code: string; readonly count: number }[];
  readonly dependencies: number;
  readonly deprecation?: DeprecationOfScript | undefined;
  /** Of one that was added by cdev marketplace. */
  readonly added?: AddedOrigin | undefined;
}

export interface DependencyRow {
  readonly name: string;
  /** As they are written, without repeats. */
  readonly ranges: readonly string[];
  /** That are installed. */
  readonly installed: readonly string[];
  readonly usedBy: readonly string[];
}

/** A branch of tested updates that waits to be merged. */
export interface ProposedUpdate {
  readonly branch: string;
  readonly day: string;
  /** The subject of its commit. */
  readonly text: string;
}

export type TimelineKind = 'release' | 'update' | 'speed' | 'error' | 'health' | 'deprecation' | 'agents';

export interface TimelineEvent {
  readonly day: string;
  readonly kind: TimelineKind;
  readonly script?: string | undefined;
  readonly text: string;
  readonly isBad: boolean;
}

export interface AgentRunRow {
  readonly plan: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly lastEventAt: string;
  /** How many agents are in which state. */
  readonly states: Readonly<Record<string, number>>;
  readonly tokens: number;
  readonly cost: number;
  readonly integration: string;
}

export interface Overview {
  readonly schemaVersion: 1;
  /** ISO 8601. */
  readonly at: string;
  readonly root: string;
  /** All days that are shown, oldest first. */
  readonly days: readonly string[];
  readonly records: number;
  /** The one thing to do first; undefined when all is well. */
  readonly urgent?: { readonly text: string; readonly command: string } | undefined;
  readonly scripts: readonly ScriptRow[];
  readonly errors: readonly ErrorRow[];
  readonly timeline: readonly TimelineEvent[];
  readonly dependencies: readonly DependencyRow[];
  readonly proposed: readonly ProposedUpdate[];
  readonly agentRuns: readonly AgentRunRow[];
  /** What could not be read, in words. */
  readonly notes: readonly string[];
}

/** What the row of a script has no room for. */
export interface ScriptDetail {
  readonly name: string;
  readonly speed: readonly SpeedOfCommand[];
  readonly runs: readonly {
    readonly start: string;
    readonly command: string;
    readonly version: string;
    readonly duration: number;
    readonly status: string;
    readonly errorCode?: string | undefined;
  }[];
}
