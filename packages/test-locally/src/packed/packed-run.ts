import type { BinTrial, ImportTrial, InstallManager, TypeTrial } from '@cdev/installed-package';

export interface PackedOptions {
  /** Names or folders; empty for every package that is meant to be published. */
  readonly packages: readonly string[];
  /** Empty for npm, and pnpm where it is installed. */
  readonly managers: readonly InstallManager[];
  /** Keep the tarballs in this folder. */
  readonly keep?: string | undefined;
  /** Pack without the scripts that build packages. */
  readonly withoutScripts: boolean;
  /** Milliseconds for each program that is started. */
  readonly timeLimit: number;
}

/** One thing that was tried and did not work as users need it. */
export interface PackedProblem {
  readonly package: string;
  readonly manager: InstallManager;
  /** `error`: users cannot use it; `warning`: worth a look. */
  readonly severity: 'error' | 'warning';
  readonly what: 'bin' | 'import' | 'require' | 'types' | 'install';
  /** `acme --help`, `@acme/a/sub`, `nodenext import`. */
  readonly subject: string;
  readonly reason: string;
}

export interface PackedInstallation {
  readonly manager: InstallManager;
  /** Milliseconds. */
  readonly duration: number;
  readonly warnings: readonly string[];
}

/** What was tried of one package with one manager. */
export interface PackedTrial {
  readonly package: string;
  readonly manager: InstallManager;
  readonly bins: readonly BinTrial[];
  readonly imports: readonly ImportTrial[];
  /** Empty where another manager's installation served for it. */
  readonly types: readonly TypeTrial[];
}

export interface PackedRun {
  readonly kind: 'packed';
  /** Absolute. */
  readonly root: string;
  readonly packed: readonly {
    readonly name: string;
    readonly version: string;
    readonly files: number;
    /** Bytes of the tarball. */
    readonly size: number;
    readonly packedBy: string;
    /** Served because others need it, not tried itself. */
    readonly isNeededOnly: boolean;
  }[];
  readonly installations: readonly PackedInstallation[];
  readonly trials: readonly PackedTrial[];
  readonly problems: readonly PackedProblem[];
  /** What was not tried, and why. */
  readonly notRun: readonly { readonly subject: string; readonly reason: string }[];
  /** Milliseconds of each phase. */
  readonly phases: Readonly<Record<'pack' | 'install and try', number>>;
  readonly duration: number;
}
