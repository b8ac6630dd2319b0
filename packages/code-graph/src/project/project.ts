export type CommandPurpose = 'install' | 'test' | 'lint' | 'types' | 'build' | 'format';

export interface FoundCommand {
  readonly purpose: CommandPurpose;
  /** As typed in `folder`, such as `pnpm test`. */
  readonly command: string;
  /** Relative to the root, `.` for the root. */
  readonly folder: string;
  /** Where it was found, such as `package.json scripts.test`, `Makefile target lint`. */
  readonly foundIn: string;
  /** Purposes of the same folder whose commands it runs itself. */
  readonly after?: readonly CommandPurpose[];
}

export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the root. */
  readonly folder: string;
}

/** Something the repository does throughout, with the figures that show it. */
export interface Convention {
  readonly topic: 'tests' | 'sources' | 'modules' | 'languages' | 'barrels' | 'style' | 'commits';
  /** One sentence. */
  readonly text: string;
  /** File or count that shows it. */
  readonly evidence: string;
}

export interface Project {
  readonly packageManagers: readonly { readonly name: string; readonly foundIn: string }[];
  readonly workspaces: readonly WorkspacePackage[];
  /** Sorted by purpose, root folder first. */
  readonly commands: readonly FoundCommand[];
  readonly conventions: readonly Convention[];
  /** Share of the source files by language, largest first; the shares add up to 1. */
  readonly languages: readonly { readonly language: string; readonly files: number; readonly share: number }[];
}
