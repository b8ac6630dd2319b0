import type { RepositoryIndex } from './repository-index.ts';

export interface RankedFile {
  readonly path: string;
  /** The best file has 1, files without any sign are left out. */
  readonly score: number;
  /** Strongest first, for people: `named in the request`, `text: cache, linear`, `changed by 3 similar commits`. */
  readonly reasons: readonly string[];
}

export interface RankFilesOptions {
  readonly query: string;
  /** From `indexRepository`; made once, it serves any number of queries. */
  readonly index: RepositoryIndex;
  /** Most files given. Default 50. */
  readonly limit?: number | undefined;
  /** Which files may be ranked. Default: text files that people edit. */
  readonly accept?: ((path: string) => boolean) | undefined;
}

/**
 * The files a request will most likely read or change, best first; the same answer for the same repository and request.
 * @throws CDEV_E_CODE_GRAPH_QUERY_EMPTY
 */
export function rankFiles(_options: RankFilesOptions): readonly RankedFile[] {
  throw new Error('not yet');
}
