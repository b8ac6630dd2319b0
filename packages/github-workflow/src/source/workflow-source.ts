/** `push`, `pull_request`, … with what it is narrowed to. */
export interface EventFilter {
  readonly name: string;
  readonly line: number;
  readonly branches?: readonly string[];
  readonly branchesIgnore?: readonly string[];
  readonly tags?: readonly string[];
  readonly tagsIgnore?: readonly string[];
  readonly paths?: readonly string[];
  readonly pathsIgnore?: readonly string[];
  readonly types?: readonly string[];
}

/** An input of `workflow_call`, `workflow_dispatch` or an action. */
export interface InputSource {
  readonly type: 'string' | 'boolean' | 'number' | 'choice' | 'environment';
  readonly isRequired: boolean;
  readonly default: unknown;
}

export interface RunDefaults {
  readonly shell?: string;
  readonly workingDirectory?: string;
}

/** Names with values that may hold expressions; a text, when the whole is one expression. */
export type SourceValues = Readonly<Record<string, unknown>> | string;

export interface StepSource {
  /** From 0. */
  readonly index: number;
  readonly line: number;
  readonly id?: string;
  readonly name?: string;
  readonly if?: unknown;
  readonly run?: string;
  readonly uses?: string;
  readonly with: SourceValues;
  readonly env: SourceValues;
  readonly shell?: string;
  readonly workingDirectory?: string;
  readonly continueOnError?: unknown;
  readonly timeoutMinutes?: unknown;
}

export interface StrategySource {
  readonly line: number;
  readonly matrix?: unknown;
  readonly failFast?: unknown;
  readonly maxParallel?: unknown;
}

export interface JobSource {
  readonly id: string;
  readonly line: number;
  readonly name?: string;
  readonly needs: readonly string[];
  readonly if?: unknown;
  readonly runsOn?: unknown;
  readonly env: SourceValues;
  readonly defaults: RunDefaults;
  readonly steps: readonly StepSource[];
  readonly strategy?: StrategySource;
  readonly container?: unknown;
  readonly services?: unknown;
  readonly environment?: unknown;
  readonly timeoutMinutes?: unknown;
  readonly continueOnError?: unknown;
  readonly outputs: Readonly<Record<string, string>>;
  /** A reusable workflow, with `with` and `secrets`. */
  readonly uses?: string;
  readonly with: SourceValues;
  readonly secrets: SourceValues;
  readonly asksForIdToken: boolean;
}

/** One workflow file as written; nothing in it is evaluated. */
export interface WorkflowSource {
  /** The folder that the repository's files are in; absolute. */
  readonly root: string;
  /** From the root, with `/`. */
  readonly path: string;
  /** Its own name, else its path. */
  readonly name: string;
  readonly events: ReadonlyMap<string, EventFilter>;
  readonly callInputs: Readonly<Record<string, InputSource>>;
  readonly callOutputs: Readonly<Record<string, string>>;
  readonly callSecrets: Readonly<Record<string, { readonly isRequired: boolean }>>;
  readonly dispatchInputs: Readonly<Record<string, InputSource>>;
  readonly env: SourceValues;
  readonly defaults: RunDefaults;
  readonly jobs: ReadonlyMap<string, JobSource>;
}

/** `action.yml` of an action in the repository. */
export interface ActionSource {
  /** From the root, with `/`. */
  readonly path: string;
  readonly name: string;
  readonly using: string;
  readonly inputs: Readonly<Record<string, InputSource>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepSource[];
  readonly main?: string;
  readonly post?: string;
  readonly postIf?: string;
}
