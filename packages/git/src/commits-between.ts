import { ask } from './ask.ts';
import { isoTime, parseMessage, type Commit } from './commit.ts';
import type { GitPlace } from './git.ts';
import { plain, withKnownRevisions } from './revision.ts';

/** Commits reachable from `to` but not from `from`, parents before children. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function commitsBetween(place: GitPlace, from: string, to: string): Promise<Commit[]> {
  return withKnownRevisions(place, [from, to], () =>
    listCommits(place, ['--topo-order', '--reverse', `^${plain(from)}`, plain(to)]),
  );
}

/** Commits that `git rev-list` names for these arguments: the plumbing command, because the user's `log.*` settings change `git log`. */
export async function listCommits(place: GitPlace, range: readonly string[]): Promise<Commit[]> {
  const format = '--format=%H%n%T%n%P%n%an%n%ae%n%ct%n%B%x00';
  const options = ['--no-commit-header', '--encoding=UTF-8', format];
  const output = await ask(place, ['rev-list', ...options, ...range, '--']);
  return output
    .split('\0\n')
    .filter((record) => record !== '')
    .map(parseRecord);
}

function parseRecord(record: string): Commit {
  const [commit = '', tree = '', parents = '', name = '', email = '', time = '0', ...message] = record.split('\n');
  return {
    commit,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name, email },
    time: isoTime(Number(time)),
    ...parseMessage(message.join('\n')),
  };
}
