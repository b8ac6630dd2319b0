/** The plan's schema; readers also take the one before it, writers write only this one. */
export const planSchemaVersion = 1;

/** Fields that a reader did not know (a newer tool's, a person's own). They are kept, so that writing the plan loses nothing. */
export interface WithUnknownFields {
  readonly unknownFields?: Readonly<Record<string, unknown>>;
}

/** Who of several agents writes what of one repository, in which order it is merged, and why it was cut so. */
export interface DeploymentPlan extends WithUnknownFields {
  readonly schemaVersion: typeof planSchemaVersion;
  /** A slug, such as `eng-123-add-login`: it names branches and folders. */
  readonly id: string;
  readonly title: string;
  readonly issue?: PlannedIssue;
  readonly base: PlanBase;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Script and version, `decompose-parallel 0.1.0`. */
  readonly createdBy: string;
  readonly agents: readonly PlannedAgent[];
  readonly shared: readonly SharedPath[];
  /** Files of nobody that the work is likely to need; an agent takes one by a recorded claim. Absent where nobody looked for any. */
  readonly claimable?: readonly ClaimablePath[];
  /** Who is asked to review what, by the repository's CODEOWNERS at the base. Absent where it has none that names owners of these paths. */
  readonly reviewers?: readonly PathReviewers[];
  /** All agent ids, dependencies first. */
  readonly mergeOrder: readonly string[];
  /** Run on every integrated tree. */
  readonly checks: readonly Check[];
  readonly decisions: readonly Decision[];
}

export interface PlannedIssue extends WithUnknownFields {
  readonly id: string;
  readonly title: string;
  readonly url?: string;
  /** Of what it said when it was planned (`issueDigest` of @cdev/issue); absent where nobody noted it. */
  readonly digest?: string;
}

/** Where all agents start. */
export interface PlanBase extends WithUnknownFields {
  readonly branch: string;
  /** The full object id; '' when it is not known (plans of the ancestors). */
  readonly commit: string;
}

export interface PlannedAgent extends WithUnknownFields {
  /** `[a-z0-9-]+`. */
  readonly id: string;
  readonly role: string;
  readonly title: string;
  /** Markdown. */
  readonly task: string;
  readonly branch: string;
  /** Repository-relative posix patterns (picomatch with dot files): `src/a.ts`, `src/auth/**`, `test/auth-*.test.ts`. */
  readonly owns: readonly string[];
  /** Exact paths promised to exist at the end; each within `owns` or a shared path. */
  readonly creates: readonly string[];
  readonly reads: readonly string[];
  /** Agent ids whose committed work this one starts from. */
  readonly dependsOn: readonly string[];
  readonly criteria: readonly string[];
  readonly checks: readonly Check[];
  readonly estimate: Estimate;
  readonly reasons: readonly string[];
}

export interface Estimate extends WithUnknownFields {
  readonly minutes: number;
  readonly files: number;
}

/** How a path that several agents write is merged; the rules are those of `@cdev/structured-merge`. */
export type SharedRule = 'json' | 'yaml' | 'imports' | 'union' | 'lockfile' | 'symbols';

export const sharedRules: readonly SharedRule[] = ['json', 'yaml', 'imports', 'union', 'lockfile', 'symbols'];

export interface SharedPath extends WithUnknownFields {
  /** An exact path or a pattern. */
  readonly path: string;
  readonly rule: SharedRule;
  /** Agent ids, or `['*']` for all. */
  readonly agents: readonly string[];
  readonly reason: string;
  /** For the rule `symbols`: which of the file's declarations each of the agents may change. */
  readonly symbols?: readonly SymbolShare[];
}

/** What one agent may change of a file that is split by symbol. What it adds is its own, whatever this says. */
export interface SymbolShare extends WithUnknownFields {
  readonly agent: string;
  /** Declarations at the top of the file: `lateFee`, `LendingDesk` with all its members; `*` for all that nobody else is given. */
  readonly names: readonly string[];
}

/** A file that no agent owns, and that some are likely to need. */
export interface ClaimablePath extends WithUnknownFields {
  /** An exact path. */
  readonly path: string;
  /** Ids of those that are likely to need it, the likeliest first. */
  readonly agents: readonly string[];
  readonly reason: string;
}

/** Paths of which a review is asked of the same people. */
export interface PathReviewers extends WithUnknownFields {
  /** `@name`, `@org/team` or an e-mail address; any one of them may approve. */
  readonly anyOf: readonly string[];
  /** Exact paths that agents own, make or share, and patterns of new folders. A path of which several have to approve is in several entries. */
  readonly paths: readonly string[];
}

export interface Check extends WithUnknownFields {
  readonly name: string;
  /** Run by the shell in the worktree's top. */
  readonly command: string;
  /** Seconds. */
  readonly timeLimit?: number;
}

export interface Decision extends WithUnknownFields {
  readonly decision: string;
  readonly reason: string;
}
