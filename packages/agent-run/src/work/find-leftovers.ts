import { git, type Repository } from '@cdev/git';
import type { Leftover } from './work.ts';

const start = /^<{7}(?: |\r?$)/;
const middle = /^={7}\r?$/;
const end = /^>{7}(?: |\r?$)/;
/** More do not fit on every system's command line. */
const chunkSize = 200;

/**
 * Conflict markers in these files of `tree` that the same file of `base` does not have: a test of a merge tool may hold markers, and
 * then always did. A line of equals signs counts only within a conflict; elsewhere it underlines a heading.
 */
export async function findLeftovers(
  repository: Repository,
  { tree, base, paths }: { readonly tree: string; readonly base: string; readonly paths: readonly string[] },
): Promise<readonly Leftover[]> {
  const found = keepConflicts(await grepMarkers(repository, tree, paths));
  if (found.length === 0) return [];
  const known = new Map<string, number>();
  const keyOf = ({ path, text }: Leftover): string => `${path}\0${text}`;
  for (const marker of await grepMarkers(repository, base, [...new Set(found.map(({ path }) => path))]))
    known.set(keyOf(marker), (known.get(keyOf(marker)) ?? 0) + 1);
  return found.filter((marker) => {
    const left = known.get(keyOf(marker)) ?? 0;
    known.set(keyOf(marker), left - 1);
    return left <= 0;
  });
}

function keepConflicts(markers: readonly Leftover[]): readonly Leftover[] {
  let isWithin = false;
  let path = '';
  return markers.filter((marker) => {
    if (marker.path !== path) [isWithin, path] = [false, marker.path];
    if (start.test(marker.text)) isWithin = true;
    else if (end.test(marker.text)) isWithin = false;
    else return isWithin && middle.test(marker.text);
    return true;
  });
}

async function grepMarkers(
  repository: Repository,
  tree: string,
  paths: readonly string[],
): Promise<readonly Leftover[]> {
  const found: Leftover[] = [];
  for (let at = 0; at < paths.length; at += chunkSize)
    found.push(...(await grepChunk(repository, tree, paths.slice(at, at + chunkSize))));
  return found;
}

async function grepChunk(repository: Repository, tree: string, paths: readonly string[]): Promise<readonly Leftover[]> {
  // Said outright, because the user's grep.* settings add columns and colours.
  const form = ['-n', '-z', '-E', '--text', '--full-name', '--no-column', '--no-color', '--no-recurse-submodules'];
  const args = ['--literal-pathspecs', 'grep', ...form, '-e', '^(<{7}|={7}|>{7})( |\r?$)', tree, '--', ...paths];
  const { exitCode, stdoutBytes } = await git(repository, args, { isQuestion: true, allowFailure: true });
  if (exitCode !== 0 && exitCode !== 1) await git(repository, args, { isQuestion: true });
  return parseGrep(stdoutBytes.toString('utf8'), `${tree}:`);
}

/** Each hit is `<tree>:<path>` NUL line NUL text and a line feed; a path may hold line feeds itself. */
function parseGrep(output: string, prefix: string): readonly Leftover[] {
  const found: Leftover[] = [];
  for (let at = 0; at < output.length;) {
    const pathEnd = output.indexOf('\0', at);
    const lineEnd = output.indexOf('\0', pathEnd + 1);
    if (pathEnd === -1 || lineEnd === -1) break;
    const textEnd = output.indexOf('\n', lineEnd);
    const stop = textEnd === -1 ? output.length : textEnd;
    const path = output.slice(at + prefix.length, pathEnd);
    found.push({ path, line: Number(output.slice(pathEnd + 1, lineEnd)), text: output.slice(lineEnd + 1, stop) });
    at = stop + 1;
  }
  return found;
}
