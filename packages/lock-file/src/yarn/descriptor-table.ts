import { maxSatisfying } from 'semver';

export interface Descriptor {
  readonly name: string;
  readonly range: string;
}

/** `@scope/name@range`, `name@range`; the first "@" that is not the first character parts them. */
export function readDescriptor(text: string): Descriptor {
  const at = text.indexOf('@', 1);
  return at < 0 ? { name: text, range: '' } : { name: text.slice(0, at), range: text.slice(at + 1) };
}

/** One line of the root's `resolutions`. */
export interface Resolution {
  /** The package whose dependency is replaced, by its name; undefined where it is replaced for all. */
  readonly parent: string | undefined;
  readonly name: string;
  /** Only who asks for exactly this range gets the other one; undefined for all ranges. */
  readonly asked: string | undefined;
  /** What stands in its place. */
  readonly range: string;
}

/** What yarn's lock files resolve descriptors to. */
export interface DescriptorTable {
  add(descriptor: Descriptor, id: string, version: string): void;
  /** `from` is the name of the package that asks. */
  find(descriptor: Descriptor, from: string): string | undefined;
}

/**
 * Asked for exactly as it is written, else by name alone: `resolutions` of the root and catalogues put another range in the place of the one that a
 * package asks for, and the lock file has only the other.
 */
export function descriptorTable(resolutions: readonly Resolution[]): DescriptorTable {
  const overrides = Map.groupBy(resolutions, ({ name }) => name);
  const exact = new Map<string, string>();
  // A list, as nearly all have one version: thirty thousand maps would be more than all else together.
  const byName = new Map<string, { readonly version: string; id: string }[]>();
  return {
    add: ({ name, range }, id, version) => {
      exact.set(`${name}@${range}`, id);
      const versions = byName.get(name);
      const same = versions?.find((each) => each.version === version);
      if (versions === undefined) byName.set(name, [{ version, id }]);
      else if (same === undefined) versions.push({ version, id });
      else same.id = id;
    },
    find: ({ name, range }, from) => {
      const fitting = overrides
        .get(name)
        ?.filter(({ parent, asked }) => (parent ?? from) === from && (asked ?? range) === range);
      const override = (fitting?.find(({ parent }) => parent !== undefined) ?? fitting?.[0])?.range;
      const found = (override !== undefined && exact.get(`${name}@${override}`)) || exact.get(`${name}@${range}`);
      if (found) return found;
      const versions = byName.get(name);
      if (!versions) return undefined;
      if (versions.length === 1) return versions[0]?.id;
      const best = maxSatisfying(
        versions.map(({ version }) => version),
        range.replace(/^npm:/, ''),
      );
      return versions.find(({ version }) => version === best)?.id;
    },
  };
}
