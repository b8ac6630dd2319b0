import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { globPaths, isInside } from '../expression/glob-paths.ts';
import { matchesFilter } from '../plan/filter-pattern.ts';
import type { StandIn, StandInCall, StandInOutcome } from './stand-in.ts';

export const uploadArtifact: StandIn = { detail: 'a folder of the run', run: upload };
export const downloadArtifact: StandIn = { detail: 'a folder of the run', run: download };

const wrongName = /[":<>|*?\r\n\\/]/;

async function upload(call: StandInCall): Promise<StandInOutcome> {
  const { inputs, workspace, home, artifacts } = call;
  const name = inputs['name'] || 'artifact';
  if (wrongName.test(name)) return { status: 'failed', reason: `${name} is no name for an artifact` };
  const patterns = (inputs['path'] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (patterns.length === 0) return { status: 'failed', reason: 'the input path is missing' };
  const withHidden = inputs['include-hidden-files'] === 'true';
  const files = globPaths(patterns, { folder: workspace, home }).filter(
    (file) => withHidden || !isHidden(workspace, file),
  );
  if (files.length === 0) return nothingFound(inputs['if-no-files-found'] || 'warn', patterns);
  const target = join(artifacts, name);
  const exists = await stat(target).then(
    () => true,
    () => false,
  );
  if (exists && inputs['overwrite'] !== 'true')
    return { status: 'failed', reason: `there is an artifact ${name} already` };
  await rm(target, { recursive: true, force: true });
  const base = await commonFolder(patterns, files, workspace);
  for (const file of files) await copyFile(file, join(target, relative(base, file)));
  call.say(`${files.length} ${files.length === 1 ? 'file' : 'files'} kept as artifact ${name}`);
  return { status: 'passed', outputs: { 'artifact-id': name, 'artifact-url': '', 'artifact-digest': '' } };
}

function nothingFound(manner: string, patterns: readonly string[]): StandInOutcome {
  const reason = `no files were found for ${patterns.join(', ')}`;
  if (manner === 'error') return { status: 'failed', reason };
  return { status: 'passed', notes: manner === 'ignore' ? [] : [reason] };
}

function isHidden(workspace: string, file: string): boolean {
  return relative(workspace, file)
    .split('/')
    .some((part) => part.startsWith('.') && part !== '..');
}

/** One folder or file as the pattern: paths begin inside it; several patterns: at the deepest folder that has all. */
async function commonFolder(patterns: readonly string[], files: readonly string[], workspace: string): Promise<string> {
  const [only = ''] = patterns;
  const single = resolve(workspace, only);
  if (patterns.length === 1 && !/[*?[]/.test(only)) {
    const found = await stat(single).catch(() => undefined);
    return found?.isDirectory() === true ? single : dirname(single);
  }
  let folder = dirname(files[0] ?? workspace);
  while (!files.every((file) => isInside(folder, file))) folder = dirname(folder);
  return folder;
}

async function copyFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, dereference: true });
}

async function download(call: StandInCall): Promise<StandInOutcome> {
  const { inputs, workspace, artifacts } = call;
  const there: readonly string[] = await readdir(artifacts).catch(() => []);
  const { name = '', pattern = '' } = inputs;
  if (isElsewhere(inputs)) return { status: 'not-run', reason: 'it takes an artifact of another run' };
  const target = resolve(workspace, inputs['path'] ?? '');
  if (name !== '' && !there.includes(name))
    // An artifact may come from a step that was not run here; that is nobody's failure.
    return { status: 'not-run', reason: `no step of this run made an artifact ${name}` };
  const wanted = name === '' ? there.filter((one) => pattern === '' || matchesFilter(one, [pattern])) : [name];
  const isFlat = name !== '' || inputs['merge-multiple'] === 'true';
  for (const one of wanted) {
    const folder = isFlat ? target : join(target, one);
    await mkdir(folder, { recursive: true });
    await cp(join(artifacts, one), folder, { recursive: true });
  }
  call.say(`${wanted.length} ${wanted.length === 1 ? 'artifact' : 'artifacts'} brought: ${wanted.join(', ')}`);
  return { status: 'passed', outputs: { 'download-path': target } };
}

function isElsewhere(inputs: Readonly<Record<string, string>>): boolean {
  const run = inputs['run-id'] ?? '';
  return (inputs['artifact-ids'] ?? '') !== '' || (run !== '' && run !== '1');
}
