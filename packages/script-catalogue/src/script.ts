import type { FoundAdded } from '@cdev/added-script';
import type { Budget } from './budget/budget.ts';
import type { SmokeExample } from './smoke/smoke-example.ts';

/** What a package says of its own end. Dates are days, `2026-11-27`. */
export interface Deprecation {
  readonly announced: string;
  /** The day from which the script warns when it runs. */
  readonly warnsFrom: string;
  readonly sunset: string;
  readonly replacement: string;
  readonly guide: string;
  readonly stage: 'announced' | 'warning' | 'migrating' | 'sunset';
}

/** The `cdev` record of a package.json. Of what others write nothing is promised, so every field may be missing. */
export interface ScriptMetadata {
  readonly kind?: string;
  readonly owner?: string;
  readonly priority?: string;
  readonly stability?: string;
  readonly reviewers?: number;
  readonly errorArea?: string | readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it needs, for whoever adds it; read by `readPermissions`. */
  readonly permissions?: unknown;
  readonly smoke?: SmokeExample;
  /** Why the example that the manifest has is not used. */
  readonly smokeRefusal?: string;
  readonly budget?: Budget;
  readonly deprecation?: Deprecation;
}

export interface CatalogueScript {
  /** The package's name without its scope, and for a package named `cdev-<x>` without that: what `cdev <name>` starts. */
  readonly name: string;
  readonly packageName: string;
  readonly version: string;
  readonly description: string;
  /** Absolute. */
  readonly folder: string;
  /** As it is typed. */
  readonly binName: string;
  /** Absolute; whether it is there is for others to find out. */
  readonly bin: string;
  /** Of a script of others that somebody added: how, and held to what. */
  readonly added?: FoundAdded;
  readonly metadata: ScriptMetadata;
  readonly manifest: Readonly<Record<string, unknown>>;
}

export interface ScriptCatalogue {
  /** Absolute. */
  readonly root: string;
  /** `workspace`: the sources of the scripts themselves; `project`: what a project has installed. */
  readonly origin: 'workspace' | 'project';
  /** By name. */
  readonly scripts: readonly CatalogueScript[];
}
