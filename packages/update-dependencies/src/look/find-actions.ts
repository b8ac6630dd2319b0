import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { git } from '@cdev/git';
import pMap from 'p-map';
import { coerce, compare, major, rcompare, valid } from 'semver';
import type { ActionTarget, ActionUse } from './findings.ts';

const use = /^(\s*(?:-\s+)?uses\s*:\s*)(["']?)([\w.-]+\/[\w.-]+(?:\/[\w./-]+)?)@([\w./+-]+)\2(?:\s+#\s*(\S+).*)?\s*$/;

interface Found {
  readonly files: Set<string>;
  readonly current: string;
  readonly isPinned: boolean;
}

/**
 * Actions of others in the workflows, and their newest versions by the tags of their repositories. One that stands by a commit is read by the tag in the comment behind it;
 * without one it is left alone, for nobody can say what it is.
 */
export async function findActions(
  root: string,
  { env, signal, progress }: Pick<Context, 'env' | 'signal' | 'progress'>,
): Promise<{ readonly actions: readonly ActionUse[]; readonly gaps: readonly string[] }> {
  const found = new Map<string, Found>();
  for (const file of await workflowFiles(root))
    for (const line of (await readFile(join(root, file), 'utf8')).split(/\r?\n/)) {
      const [, , , action, ref, comment] = use.exec(line) ?? [];
      if (action === undefined || ref === undefined) continue;
      const isPinned = /^[0-9a-f]{40,64}$/.test(ref);
      const current = isPinned ? comment : ref;
      if (current === undefined || coerce(current) === null || !/^v?\d/.test(current)) continue;
      const key = `${action}@${current}`;
      const entry = found.get(key) ?? { files: new Set<string>(), current, isPinned };
      entry.files.add(file);
      found.set(key, entry);
    }
  if (found.size === 0) return { actions: [], gaps: [] };
  const task = progress.begin('actions');
  const server = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const gaps: string[] = [];
  const repositories = new Map<string, Promise<readonly ActionTarget[] | undefined>>();
  const actions = await pMap(
    found,
    async ([key, { files, current, isPinned }]): Promise<readonly ActionUse[]> => {
      const action = key.slice(0, key.lastIndexOf('@'));
      const place = `${server}/${action.split('/').slice(0, 2).join('/')}`;
      const asked = repositories.get(place) ?? tagsOf(root, place, signal);
      repositories.set(place, asked);
      const tags = await asked;
      if (tags === undefined) {
        gaps.push(`${action}: its repository could not be asked for its tags`);
        return [];
      }
      const row = { action, files: [...files].toSorted(), current, isPinned, ...chooseTags(tags, current, isPinned) };
      return row.compatible === undefined && row.breaking === undefined ? [] : [row];
    },
    { concurrency: 4 },
  );
  task.done(`${found.size} asked about`);
  return {
    actions: actions.flat().toSorted((a, b) => a.action.localeCompare(b.action)),
    gaps: [...new Set(gaps)].toSorted(),
  };
}

/** An action that is not pinned is proposed even where its version is the newest: to stand by its commit. */
function chooseTags(
  tags: readonly ActionTarget[],
  current: string,
  isPinned: boolean,
): Pick<ActionUse, 'compatible' | 'breaking'> {
  const now = coerce(current)?.version ?? '0.0.0';
  const newest = tags.toSorted((a, b) => rcompare(a.tag, b.tag));
  const compatible = newest.find(
    ({ tag }) => major(tag) === major(now) && (compare(tag, now) > 0 || (!isPinned && compare(tag, now) >= 0)),
  );
  const [top] = newest;
  return { compatible, breaking: top !== undefined && major(top.tag) > major(now) ? top : undefined };
}

/** Released versions; an annotated tag by the commit that it is about. */
async function tagsOf(
  cwd: string,
  repository: string,
  signal: AbortSignal,
): Promise<readonly ActionTarget[] | undefined> {
  const { ok, stdoutBytes } = await git(cwd, ['ls-remote', '--tags', '--', repository], { allowFailure: true, signal });
  if (!ok) return undefined;
  const commits = new Map<string, string>();
  for (const line of stdoutBytes.toString('utf8').split('\n')) {
    const [, commit, tag, peeled] = /^([0-9a-f]{40,64})\trefs\/tags\/(v?\d+\.\d+\.\d+)(\^\{\})?$/.exec(line) ?? [];
    if (commit !== undefined && tag !== undefined && (peeled !== undefined || !commits.has(tag)))
      commits.set(tag, commit);
  }
  return [...commits].filter(([tag]) => valid(tag) !== null).map(([tag, commit]) => ({ tag, commit }));
}

async function workflowFiles(root: string): Promise<readonly string[]> {
  const names = await readdir(join(root, '.github'), { recursive: true }).catch((): string[] => []);
  return names
    .map((name) => `.github/${name.replaceAll('\\', '/')}`)
    .filter((path) => /^\.github\/(?:workflows\/[^/]+|actions\/.+\/action)\.ya?ml$/.test(path))
    .toSorted();
}

/** The text with every use of the action at that version standing by the commit of the target. */
export function withAction(
  text: string,
  { action, current }: Pick<ActionUse, 'action' | 'current'>,
  target: ActionTarget,
): string {
  return text
    .split('\n')
    .map((line) => {
      const [, before, quote = '', name, ref, comment] = use.exec(line) ?? [];
      if (before === undefined || name !== action || (ref !== current && comment !== current)) return line;
      return `${before}${quote}${name}@${target.commit}${quote} # ${target.tag}${line.endsWith('\r') ? '\r' : ''}`;
    })
    .join('\n');
}
