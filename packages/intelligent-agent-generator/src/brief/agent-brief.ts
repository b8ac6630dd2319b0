import type { Convention, FoundCommand } from '@cdev/code-graph';
import type { Requirement } from '../requirement/requirement.ts';

/** A file that is there and that the work most likely reads or changes. */
export interface BriefFile {
  /** Relative to the repository. */
  readonly path: string;
  /** The best file has 1; 0 for one that is named and has no other sign. */
  readonly score: number;
  /** Strongest first. */
  readonly reasons: readonly string[];
  readonly lines: number;
  readonly isTest: boolean;
  /** The request names it. */
  readonly isNamed: boolean;
  /** Test files that cover it, surest first. */
  readonly tests: readonly string[];
}

/** When the work is done; with `command` it can be run. No command was run when the brief was made. */
export interface Criterion {
  readonly text: string;
  readonly command?: string;
  /** Where the command is run, relative to the repository. */
  readonly folder?: string;
  /** `the request`, where the command was found, or the model that proposed it. */
  readonly source: string;
}

/** Two files that change together although neither imports the other. */
export interface Companion {
  /** A file of the brief. */
  readonly path: string;
  readonly with: string;
  /** Commits that changed both, … */
  readonly together: number;
  /** … of so many that changed `path`. */
  readonly of: number;
}

export interface Risk {
  readonly rule: 'large-file' | 'no-test' | 'many-importers' | 'short-history' | 'no-test-command' | 'model';
  readonly path?: string;
  /** One sentence. */
  readonly text: string;
}

export interface Estimate {
  readonly minutes: number;
  readonly files: number;
}

/** What an agent has to know for one requirement; all of it found in the repository, nothing run. */
export interface AgentBrief {
  /** `[a-z0-9-]+` */
  readonly name: string;
  readonly role: string;
  readonly requirement: Requirement;
  /** Absolute; what paths are relative to. */
  readonly root: string;
  /** Best first. */
  readonly files: readonly BriefFile[];
  /** Paths the request names that are not there. */
  readonly toMake: readonly string[];
  readonly criteria: readonly Criterion[];
  /** Commands beside those of the criteria. */
  readonly commands: readonly FoundCommand[];
  readonly conventions: readonly Convention[];
  readonly companions: readonly Companion[];
  readonly risks: readonly Risk[];
  readonly estimate: Estimate;
  /** Why the brief is as it is. */
  readonly decisions: readonly { readonly decision: string; readonly reason: string }[];
}
