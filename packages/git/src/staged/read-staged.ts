import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ObjectReader } from '../objects/object-reader.ts';
import { readHead } from '../read-head.ts';
import type { Repository } from '../repository.ts';
import { IndexCursor, parseIndex, type CachedTree } from './index-file.ts';

/** A file that the next commit would add or change: its content in the index, and the one in HEAD. */
export interface StagedEntry {
  /** From the top folder, with `/`. */
  readonly path: string;
  /** In octal, of six digits. */
  readonly mode: string;
  /** Ids of objects; `before` is of zeros alone where HEAD has no file of this name. */
  readonly before: string;
  readonly after: string;
}

/** With more folders that have changed git is faster. */
const mostTrees = 300;
const folderMode = '40000';

/**
 * What is staged, read from the files of the repository: folders whose tree in the index is that of HEAD are skipped unread, so that a change of a few files costs a few
 * small reads. Links and submodules are among them; what is taken out is not.
 * @param index - absolute; undefined for the repository's own.
 * @returns undefined where that is not plain, as before the first commit, in a merge, with a split or sparse index, replaced objects, or objects elsewhere: git is
 * asked then.
 */
export function readStaged(
  { gitDir, commonDir, objectFormat }: Repository,
  index: string | undefined,
): readonly StagedEntry[] | undefined {
  const objects = new ObjectReader(commonDir);
  try {
    const head = hasReplacements(commonDir) ? undefined : readHead({ gitDir, commonDir });
    const commit = head === undefined ? undefined : objects.read(head);
    if (commit?.type !== 'commit') return undefined;
    const file = parseIndex(readFileSync(index ?? join(gitDir, 'index')), objectFormat === 'sha1' ? 20 : 32);
    const headTree = /^tree ([0-9a-f]+)\n/.exec(commit.content.toString('latin1', 0, 80))?.[1];
    const cursor = new IndexCursor(file);
    const comparison = new Comparison(cursor, objects);
    comparison.compare('', file.tree, headTree);
    return cursor.offset === file.treeAt ? comparison.staged : undefined;
  } catch {
    return undefined;
  } finally {
    objects.close();
  }
}

/** Objects of which others are shown in their place. */
function hasReplacements(commonDir: string): boolean {
  if (existsSync(join(commonDir, 'refs/replace'))) return true;
  const packed = join(commonDir, 'packed-refs');
  return existsSync(packed) && readFileSync(packed, 'latin1').includes(' refs/replace/');
}

interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
}

/** Goes through the index and the trees of HEAD side by side. Names are in latin1, where a character is a byte. */
class Comparison {
  readonly staged: StagedEntry[] = [];
  readonly #index: IndexCursor;
  readonly #objects: ObjectReader;
  #trees = 0;

  constructor(index: IndexCursor, objects: ObjectReader) {
    this.#index = index;
    this.#objects = objects;
  }

  /** All files of the index in a folder, of which `tree` is what HEAD has; the next file is the first of them. */
  compare(prefix: string, cached: CachedTree | undefined, tree: string | undefined): void {
    if (cached?.oid !== undefined && cached.oid === tree) {
      this.#index.skip(cached.files);
      return;
    }
    const before = tree === undefined ? new Map<string, TreeEntry>() : this.#readTree(tree);
    while (!this.#index.isAtEnd) {
      const { path } = this.#index;
      if (!path.startsWith(prefix)) return;
      const slash = path.indexOf('/', prefix.length);
      const name = path.slice(prefix.length, slash < 0 ? undefined : slash);
      const known = before.get(name);
      if (slash < 0) this.#compareFile(path, known?.mode === folderMode ? undefined : known);
      else
        this.compare(
          `${prefix}${name}/`,
          cached?.folders.get(name),
          known?.mode === folderMode ? known.oid : undefined,
        );
    }
  }

  #compareFile(path: string, known: TreeEntry | undefined): void {
    const { mode, oid } = this.#index;
    if (known?.oid !== oid || known.mode !== mode)
      this.staged.push({
        path: Buffer.from(path, 'latin1').toString('utf8'),
        mode,
        before: known?.oid ?? '0'.repeat(oid.length),
        after: oid,
      });
    this.#index.skip(1);
  }

  /** `<mode> <name>\0` and the bytes of the id, for each. */
  #readTree(oid: string): Map<string, TreeEntry> {
    this.#trees += 1;
    const object = this.#trees > mostTrees ? undefined : this.#objects.read(oid);
    if (object?.type !== 'tree') throw new RangeError('a tree is not there, or there are many');
    const { content } = object;
    const entries = new Map<string, TreeEntry>();
    for (let at = 0; at < content.length;) {
      const blank = content.indexOf(32, at);
      const end = content.indexOf(0, blank);
      const next = end + 1 + oid.length / 2;
      if (blank < 0 || end < 0 || next > content.length) throw new RangeError('a tree ends too early');
      entries.set(content.toString('latin1', blank + 1, end), {
        mode: canonical(content.toString('latin1', at, blank)),
        oid: content.toString('hex', end + 1, next),
      });
      at = next;
    }
    return entries;
  }
}

/** As git takes what its first versions wrote: of the rights of a file only whether it may be run counts. */
function canonical(mode: string): string {
  return mode.startsWith('100') ? ((Number.parseInt(mode, 8) & 0o100) === 0 ? '100644' : '100755') : mode;
}
