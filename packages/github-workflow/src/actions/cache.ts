import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { globPaths, isInside } from '../expression/glob-paths.ts';
import type { StandIn, StandInCall, StandInOutcome } from './stand-in.ts';

const detail = 'a folder of the run';

export const cache: StandIn = {
  detail,
  run: async (call) => {
    const found = await restore(call);
    if ('reason' in found) return found;
    const isExact = found.outputs?.['cache-hit'] === 'true';
    return isExact ? found : { ...found, post: () => save(call) };
  },
};
export const restoreCache: StandIn = { detail, run: restore };
export const saveCache: StandIn = {
  detail,
  run: async (call) => {
    await save(call);
    return { status: 'passed' };
  },
};

interface Entry {
  readonly key: string;
  readonly paths: readonly string[];
  readonly folder: string;
  readonly order: number;
}

async function restore(call: StandInCall): Promise<StandInOutcome> {
  const { inputs } = call;
  const key = inputs['key'] ?? '';
  const paths = linesOf(inputs['path']);
  if (key === '' || paths.length === 0) return { status: 'failed', reason: 'the inputs path and key are needed' };
  // A cache belongs to its key and its paths, as on GitHub.
  const entries = (await listEntries(call)).filter((entry) => entry.paths.join('\n') === paths.join('\n'));
  const exact = entries.find((entry) => entry.key === key);
  const near = linesOf(inputs['restore-keys'])
    .map((prefix) => entries.filter((entry) => entry.key.startsWith(prefix)).sort((a, b) => b.order - a.order)[0])
    .find((entry) => entry !== undefined);
  const hit = exact ?? near;
  if (!hit && inputs['fail-on-cache-miss'] === 'true') return { status: 'failed', reason: `there is no cache ${key}` };
  const outputs = {
    'cache-primary-key': key,
    'cache-hit': hit ? String(hit === exact) : '',
    'cache-matched-key': hit?.key ?? '',
  };
  if (hit && inputs['lookup-only'] !== 'true') await bring(call, hit);
  call.say(hit ? `cache ${hit.key} was restored` : `there is no cache ${key} yet`);
  return { status: 'passed', outputs };
}

async function bring({ workspace, home }: StandInCall, { folder }: Entry): Promise<void> {
  for (const [name, target] of [
    ['workspace', workspace],
    ['home', home],
  ] as const)
    await cp(join(folder, name), target, { recursive: true, force: true, verbatimSymlinks: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      },
    );
}

async function save(call: StandInCall): Promise<void> {
  const { inputs, workspace, home, caches } = call;
  const key = inputs['key'] ?? '';
  const paths = linesOf(inputs['path']);
  const name = createHash('sha256')
    .update(`${key}\0${paths.join('\n')}`)
    .digest('hex')
    .slice(0, 32);
  const entries = await listEntries(call);
  if (entries.some((entry) => entry.folder.endsWith(name))) return;
  const folder = join(caches, `.${name}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const found = globPaths(paths, { folder: workspace, home, withFolders: true });
  for (const path of found) {
    const base = isInside(workspace, path) ? workspace : home;
    // What lies elsewhere on the machine is there for the next job anyway.
    if (!isInside(base, path) || found.some((other) => other !== path && isInside(other, path))) continue;
    const target = join(folder, base === workspace ? 'workspace' : 'home', relative(base, path));
    await mkdir(dirname(target), { recursive: true });
    await cp(path, target, { recursive: true, verbatimSymlinks: true });
  }
  await writeFile(join(folder, 'entry.json'), JSON.stringify({ key, paths, order: entries.length }));
  await rename(folder, join(caches, name));
  call.say(`cache ${key} was saved`);
}

async function listEntries({ caches }: StandInCall): Promise<readonly Entry[]> {
  const names = await readdir(caches).catch(() => []);
  const entries = names
    .filter((name) => !name.startsWith('.'))
    .map(async (name): Promise<Entry> => {
      const entry = JSON.parse(await readFile(join(caches, name, 'entry.json'), 'utf8')) as Omit<Entry, 'folder'>;
      return { ...entry, folder: join(caches, name) };
    });
  return Promise.all(entries);
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
