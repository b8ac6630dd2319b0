/** What a script says that it needs, in `cdev.permissions` of its package.json. What it does not name it does not get, as far as Node can hold it. */
export interface ScriptPermissions {
  /** Where it writes files: nowhere, below the folder that it is started in, or anywhere. */
  readonly writes: 'nothing' | 'folder' | 'anywhere';
  /** Programs that it starts. */
  readonly programs: readonly string[];
  /** Hosts that it talks to; `*` for any. */
  readonly network: readonly string[];
  /** It loads native code. */
  readonly native: boolean;
}

/** Undefined when the record says nothing of it, or nothing that can be understood: then it has to be taken to do anything. */
export function readPermissions(value: unknown): ScriptPermissions | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { writes = 'nothing', programs = [], network = [], native = false } = value as Record<string, unknown>;
  if (writes !== 'nothing' && writes !== 'folder' && writes !== 'anywhere') return undefined;
  if (!isTexts(programs) || !isTexts(network) || typeof native !== 'boolean') return undefined;
  return { writes, programs, network, native };
}

export interface LimitedPlace {
  /** Where the script is started. */
  readonly cwd: string;
  /** `~/.cdev`: its log and its run records are its own business. */
  readonly home: string;
  readonly temporary: string;
  /** Whether this Node can deny the network: from version 25 on. */
  readonly canDenyNetwork: boolean;
}

/**
 * Options that make Node hold a script to what it says (nodejs.org/api/permissions.html): no files written but where it says, no programs, no native code, from
 * Node 25 on no network. A program that it may start is not held to anything. None without permissions.
 */
export function permissionOptions(
  permissions: ScriptPermissions | undefined,
  { cwd, home, temporary, canDenyNetwork }: LimitedPlace,
): readonly string[] {
  if (permissions === undefined) return [];
  const { writes, programs, network, native } = permissions;
  const own = [`${home}/logs`, `${home}/runs`];
  const places = writes === 'anywhere' ? ['*'] : writes === 'folder' ? [cwd, temporary, ...own] : own;
  return [
    '--permission',
    '--allow-fs-read=*',
    ...places.map((place) => `--allow-fs-write=${place}`),
    // What a worker may do is what its process may.
    '--allow-worker',
    ...(programs.length > 0 ? ['--allow-child-process'] : []),
    ...(native ? ['--allow-addons'] : []),
    ...(canDenyNetwork && network.length > 0 ? ['--allow-net'] : []),
    // They say that these options are dangerous, at every start.
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
  ];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && /^[\w.*:-]{1,100}$/.test(each));
}
