import type { LocalRegistry } from '@cdev/package-registry';

export type InstallManager = 'npm' | 'pnpm';

/** What every trial takes. */
export interface TrialOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each program that is started. */
  readonly timeLimit?: number | undefined;
}

export interface InstallPackagesOptions extends TrialOptions {
  /** The scratch project: a folder that is not there yet, or is empty. Outside every project, else Node finds that one's packages too. */
  readonly folder: string;
  /** As on the command line: `name`, `name@1.2.0`, `name@next`; or the path of a packed `.tgz`. Several tarballs may need each other. */
  readonly packages: readonly string[];
  readonly manager: InstallManager;
  /**
   * Where packages come from. Tarballs are put into it. Without one: the registries that npm is configured with, and for tarballs one
   * in this process with those behind it.
   */
  readonly registry?: Pick<LocalRegistry, 'url' | 'env' | 'put'> | undefined;
  /** For the package manager. Trials get only what tells a program where it is, never a credential. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The project whose `.npmrc` holds. Default: that of the user only. */
  readonly project?: string | undefined;
  /** A package sees what it declares and nothing else (pnpm without hoisting). Default false, as users install. */
  readonly strict?: boolean | undefined;
  /** Each line that the package manager writes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute, links resolved. */
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** A scratch project with packages in it. `await using` removes it. */
export interface Installation extends AsyncDisposable {
  readonly folder: string;
  /** What everything that was installed is below, when that is not `folder`: the workspace that it belongs to. */
  readonly workspace?: string | undefined;
  readonly manager: InstallManager;
  /** Those that were asked for. */
  readonly packages: readonly InstalledPackage[];
  /** What the package manager warns of: engines, peers, deprecations, scripts that it does not run. */
  readonly warnings: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
  /** The environment that trials run in. */
  readonly trialEnv: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}
