import { byPath } from '../order.ts';
import type { ConflictKind, ConflictSide, MergeConflict, MergeMessage, MergeResult } from './merge-result.ts';

/** Reads the fields of `git merge-tree -z` one after the other (git-merge-tree, "OUTPUT"). */
export interface FieldReader {
  /** The next field; undefined at the end. */
  readonly next: () => string | undefined;
}

export interface MergeForm {
  readonly isClean: boolean;
  /** Whether git was asked for messages of clean merges too. */
  readonly hasMessages?: boolean;
}

/**
 * Tree, conflicted versions, an empty field, messages, an empty field or the end; for a clean merge without messages the tree and an empty
 * field or the end.
 */
export function parseMerge(fields: FieldReader, { isClean, hasMessages = false }: MergeForm): MergeResult {
  const tree = fields.next() ?? '';
  if (isClean && !hasMessages) {
    fields.next();
    return { tree, isClean, conflicts: [], messages: [] };
  }
  const versions = readVersions(fields);
  const messages = readMessages(fields);
  const kinds = kindsByPath(messages);
  const conflicts = [...versions].map(([path, sides]) => ({ path, kind: kindOf(sides, kinds.get(path)), ...sides }));
  return { tree, isClean, conflicts: conflicts.sort(byPath), messages };
}

export type Sides = Pick<MergeConflict, 'base' | 'ours' | 'theirs'>;
export const sideOfStage = { '1': 'base', '2': 'ours', '3': 'theirs' } as const;

function readVersions(fields: FieldReader): Map<string, Sides> {
  const versions = new Map<string, Sides>();
  for (let field = fields.next(); field; field = fields.next()) {
    const [, mode, oid, stage, path] = /^(\d+) ([0-9a-f]+) ([123])\t(.*)$/s.exec(field) ?? [];
    if (mode === undefined || oid === undefined || path === undefined) continue;
    const side: ConflictSide = { mode, oid };
    const known = versions.get(path) ?? { base: undefined, ours: undefined, theirs: undefined };
    versions.set(path, { ...known, [sideOfStage[stage as '1' | '2' | '3']]: side });
  }
  return versions;
}

/** Each message: number of paths, the paths, short type, text. */
function readMessages(fields: FieldReader): MergeMessage[] {
  const messages: MergeMessage[] = [];
  for (let count = fields.next(); count; count = fields.next()) {
    const paths = Array.from({ length: Number(count) }, () => fields.next() ?? '');
    messages.push({ paths, type: fields.next() ?? '', text: (fields.next() ?? '').trimEnd() });
  }
  return messages;
}

const kindOfType: readonly (readonly [RegExp, ConflictKind])[] = [
  [/submodule/, 'submodule'],
  [/binary/, 'binary'],
  [/modify\/delete/, 'modify/delete'],
  [/rename\/delete/, 'rename/delete'],
  [/rename\/rename/, 'rename/rename'],
  [/rename involved in collision/, 'rename/add'],
  [/file\/directory/, 'file/directory'],
  [/distinct (?:modes|types)/, 'distinct types'],
  [/directory rename/, 'directory rename'],
  [/contents/, 'content'],
];

/** A path can be in several conflicts; a content conflict says the least, so any other wins. */
function kindsByPath(messages: readonly MergeMessage[]): Map<string, ConflictKind> {
  const kinds = new Map<string, ConflictKind>();
  for (const { type, paths } of messages) {
    if (!type.startsWith('CONFLICT')) continue;
    const kind = kindOfType.find(([shape]) => shape.test(type))?.[1] ?? 'other';
    for (const path of paths) if ((kinds.get(path) ?? 'content') === 'content') kinds.set(path, kind);
  }
  return kinds;
}

/** `said` is what git says of it; without that it follows from the sides that there are. */
export function kindOf({ base, ours, theirs }: Sides, said: ConflictKind | undefined): ConflictKind {
  const isTwoSided = ours !== undefined && theirs !== undefined;
  if (isTwoSided && base === undefined && (said ?? 'content') === 'content') return 'add/add';
  if (said !== undefined) return said;
  const isOneSided = ours !== undefined || theirs !== undefined;
  return isTwoSided ? 'content' : base !== undefined && isOneSided ? 'modify/delete' : 'other';
}
