/** Which requests a fault strikes. Without a part any request does. */
export interface FaultTarget {
  readonly method?: string;
  /** Of the decoded path without the first slash: `@scope/name`, `name/-/name-1.0.0.tgz`, `-/whoami`. */
  readonly path?: string | RegExp;
  /** How many requests it strikes. Default: all. */
  readonly times?: number;
}

/**
 * What can go wrong with a registry, for tests of what depends on one.
 * - `status`: it answers that status, with `body` (default `{"error": …}`) and `headers`.
 * - `slow`: it waits so many milliseconds before it answers.
 * - `hang`: it takes the request and never answers.
 * - `reset`: it closes the connection without an answer.
 * - `truncate`: it sends so many bytes (default half) of the answer and closes the connection.
 * - `garbage`: status 200 with a page that is no answer of a registry.
 * - `hide`: versions are accepted but not visible yet, neither in the packument nor by their tarball. `name`, and `version` or all.
 * - `wrong-integrity`: the packument announces the digest of other bytes.
 * - `wrong-bytes`: the tarball is another than was put in.
 */
export type RegistryFault = FaultTarget &
  (
    | {
        readonly kind: 'status';
        readonly status: number;
        readonly body?: string;
        readonly headers?: Record<string, string>;
      }
    | { readonly kind: 'slow'; readonly milliseconds: number }
    | { readonly kind: 'truncate'; readonly bytes?: number }
    | { readonly kind: 'hang' | 'reset' | 'garbage' | 'wrong-integrity' | 'wrong-bytes' }
    | { readonly kind: 'hide'; readonly name: string; readonly version?: string }
  );

/** The faults that are set, each with the count of its strikes. */
export interface Faults {
  readonly set: (fault: RegistryFault) => () => void;
  readonly clear: () => void;
  /** Those that strike this request; each has struck once more. */
  readonly strike: (method: string, path: string) => readonly RegistryFault[];
}

export function faultSet(first: readonly RegistryFault[]): Faults {
  const active = new Map<RegistryFault, number>();
  const set = (fault: RegistryFault): (() => void) => {
    active.set(fault, 0);
    return () => void active.delete(fault);
  };
  for (const fault of first) set(fault);
  return {
    set,
    clear: () => active.clear(),
    strike(method, path) {
      const striking = [...active].filter(
        ([fault, count]) => isAimedAt(fault, method, path) && count < (fault.times ?? Infinity),
      );
      for (const [fault, count] of striking) active.set(fault, count + 1);
      return striking.map(([fault]) => fault);
    },
  };
}

function isAimedAt(fault: RegistryFault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.kind === 'hide') return method === 'GET' && (path === fault.name || path.startsWith(`${fault.name}/`));
  return fault.path === undefined || (typeof fault.path === 'string' ? fault.path === path : fault.path.test(path));
}
