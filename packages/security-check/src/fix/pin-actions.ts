import type { Context } from '@cdev/core/cli';
import { git } from '@cdev/git';
import type { IssueFix, SecurityIssue } from '@cdev/security-issue';

export interface PinOptions {
  readonly root: string;
  readonly issues: readonly SecurityIssue[];
  readonly offline: boolean;
}

/** Asks the repositories of unpinned actions which commit their tag or branch is now, and gives the mends that write it into the workflows. */
export async function pinActions(
  { root, issues, offline }: PinOptions,
  { env, signal, progress }: Context,
): Promise<{ readonly fixes: readonly IssueFix[]; readonly gaps: readonly string[] }> {
  const unpinned = issues.filter(
    ({ ruleId, places }) => ruleId === 'unpinned-action' && !(places[0].note ?? '').startsWith('docker://'),
  );
  if (unpinned.length === 0) return { fixes: [], gaps: [] };
  if (offline)
    return { fixes: [], gaps: ['actions were not pinned: which commit a tag is can only be asked over the network'] };
  const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const fixes: IssueFix[] = [];
  const gaps: string[] = [];
  const task = progress.begin('actions');
  for (const { places } of unpinned) {
    const uses = places[0].note ?? '';
    const [, name = '', ref = ''] = /^([^@\s]+)@(\S+)$/.exec(uses) ?? [];
    if (!/^[\w.-]+\/[\w.-]+(\/[\w./-]+)?$/.test(name) || !/^[\w./+-]+$/.test(ref) || ref.startsWith('-')) continue;
    task.update(uses);
    const commit = await commitOf(root, `${server}/${name.split('/').slice(0, 2).join('/')}`, { ref, signal });
    if (commit === undefined) gaps.push(`${uses} was not pinned: its repository did not say which commit ${ref} is`);
    else for (const path of new Set(places.map((place) => place.path))) fixes.push(pin(path, uses, commit));
  }
  task.done();
  return { fixes, gaps };
}

/** The commit of a tag (also of an annotated one) or branch. */
async function commitOf(
  cwd: string,
  repository: string,
  { ref, signal }: { readonly ref: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const wanted = [`refs/tags/${ref}^{}`, `refs/tags/${ref}`, `refs/heads/${ref}`];
  const { ok, stdoutBytes } = await git(cwd, ['ls-remote', '--', repository, ...wanted], {
    allowFailure: true,
    signal,
  });
  if (!ok) return undefined;
  const found = new Map(
    stdoutBytes
      .toString('utf8')
      .split('\n')
      .map((line) => line.split('\t').toReversed() as [string, string]),
  );
  return wanted
    .map((name) => found.get(name))
    .find((commit) => commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit));
}

function pin(path: string, uses: string, commit: string): IssueFix {
  const [name = '', ref = ''] = uses.split('@');
  return {
    file: path,
    title: `Name the commit of ${uses}`,
    apply: (text) =>
      text
        .split('\n')
        .map((line) => {
          const [, before, quote = '', end = '', carriage = ''] =
            /^(\s*(?:-\s+)?uses\s*:\s*)(["']?)[^"'\s#]+\2(.*?)(\r?)$/.exec(line) ?? [];
          if (before === undefined || !line.includes(uses) || !new RegExp(`${escapeText(uses)}["']?(\\s|$)`).test(line))
            return line;
          return `${before}${quote}${name}@${commit}${quote}${commented(end, ref)}${carriage}`;
        })
        .join('\n'),
  };
}

/** The version stands first in the comment, where those who update actions look for it; what somebody wrote there stays behind it. */
function commented(end: string, ref: string): string {
  const [, space = ' ', text = ''] = /^(\s*)#\s*(.*?)\s*$/.exec(end) ?? [];
  const isNamed = text === ref || text.startsWith(`${ref} `);
  return `${space}# ${isNamed || text === '' ? text || ref : `${ref} ${text}`}`;
}

function escapeText(text: string): string {
  return text.replaceAll(/[$^.*+?()[\]{}|\\]/g, String.raw`\$&`);
}
