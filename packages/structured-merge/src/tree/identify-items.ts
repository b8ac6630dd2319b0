import type { CollectionVersions } from './merge-collection.ts';
import type { Entry, ListNode, MapNode } from './tree-node.ts';

/** Fields that name an item of a list, the most telling first. */
const naming = ['name', 'id', 'key', 'path', 'version'] as const;

/**
 * Lists whose items are known by their value (all scalar) or by a naming field that is unique in each version;
 * `undefined` for any other list.
 */
export function identify(versions: CollectionVersions): CollectionVersions | undefined {
  for (const identity of [scalarIdentity, ...naming.map(fieldIdentity)]) {
    const ours = rekey(versions.ours, identity);
    const theirs = rekey(versions.theirs, identity);
    const base = versions.base && rekey(versions.base, identity);
    if (ours !== undefined && theirs !== undefined && (base !== undefined || versions.base === undefined)) {
      return { base, ours, theirs };
    }
  }
  return undefined;
}

type Identity = (entry: Entry) => string | undefined;

const scalarIdentity: Identity = ({ node }) => (node.kind === 'scalar' ? node.canonical : undefined);

function fieldIdentity(field: string): Identity {
  return ({ node }) => {
    if (node.kind !== 'map') return undefined;
    const value = node.entries.find(({ key }) => key === field)?.node;
    return value?.kind === 'scalar' ? value.canonical : undefined;
  };
}

function rekey<Collection extends MapNode | ListNode>(list: Collection, identity: Identity): Collection | undefined {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (const entry of list.entries) {
    const key = identity(entry);
    if (key === undefined || seen.has(key)) return undefined;
    seen.add(key);
    entries.push({ ...entry, key });
  }
  return { ...list, entries };
}
