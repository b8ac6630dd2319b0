import type { Problem, Rule } from '../../rule/rule.ts';
import { someOf } from '../../rule/places.ts';

/** Records that a compiler keeps for itself. */
export const buildRecord: Rule = {
  id: 'build-record',
  severity: 'warning',
  summary: 'no record of the compiler is packed',
  breaks: 'Everybody, by a larger download; the record names paths of your machine',
  check: ({ tarball }) =>
    [...tarball.entries.keys()]
      .filter((path) => path.endsWith('.tsbuildinfo'))
      .map((path) => ({
        place: path,
        reason: 'is a build record of TypeScript',
        mend: `Add "!${path}" to "files", or set tsBuildInfoFile to a folder that is not packed`,
      })),
};

const leftovers =
  /(?:^|\/)(?:\.DS_Store|Thumbs\.db|\.vscode|\.idea|\.nyc_output|coverage|npm-debug\.log[^/]*|yarn-error\.log|\.eslintcache|__pycache__)(?:\/|$)|\.(?:orig|rej|swp|tgz|tmp)$|~$/;

/** What editors, tests and failed merges leave behind. */
export const leftover: Rule = {
  id: 'leftover',
  severity: 'suggestion',
  summary: 'nothing is packed that tools leave behind',
  breaks: 'Everybody, by a larger download; you, by what such files tell',
  check: ({ tarball }) => {
    const found = [...tarball.entries.keys()].filter((path) => leftovers.test(path) && !path.includes('node_modules/'));
    return found.length === 0
      ? []
      : [
          {
            place: found[0] as string,
            reason: `left behind by tools: ${someOf(found)}`,
            mend: 'List in "files" what users need, or ignore these',
          },
        ];
  },
};

/** Bytes from which a file is told. */
const large = 4_000_000;

export const largeFile: Rule = {
  id: 'large-file',
  severity: 'warning',
  summary: 'no single file is larger than 4 MB',
  breaks: 'Everybody who installs, by download and disk',
  check: ({ tarball }) =>
    [...tarball.entries.values()]
      .filter(({ size, path }) => size > large && !/\.(?:node|wasm)$/.test(path))
      .map(({ path, size }): Problem => ({
        place: path,
        severity: /\.(?:[cm]?js|d\.[cm]?ts|json|map)$/.test(path) ? 'suggestion' : 'warning',
        reason: `has ${(size / 1e6).toFixed(1)} MB, ${Math.round((100 * size) / tarball.unpackedSize)} % of the package`,
        mend: 'Leave it out of "files" unless users need it',
      })),
};
