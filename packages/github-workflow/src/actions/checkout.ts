import { asText } from '../expression/as-text.ts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveCommit } from '@cdev/git';
import { isInside } from '../expression/glob-paths.ts';
import { copyRepository } from './copy-repository.ts';
import type { StandIn, StandInCall, StandInOutcome } from './stand-in.ts';

export const checkout: StandIn = { detail: 'a copy of the commit', run: runCheckout };

async function runCheckout(call: StandInCall): Promise<StandInOutcome> {
  const { inputs, facts, options, workspace, signal } = call;
  const repository = inputs['repository'] ?? '';
  const own = [facts.slug, options.github?.['repository']].map((name) => asText(name).toLowerCase());
  if (repository !== '' && !own.includes(repository.toLowerCase()))
    return { status: 'not-run', reason: `it checks out another repository, ${repository}` };
  const ref = inputs['ref'] ?? '';
  const commit = ref === '' ? undefined : await findCommit(call, ref);
  if (ref !== '' && commit === undefined) return { status: 'not-run', reason: `there is no ${ref} in this repository` };
  const notes = notesOf(inputs);
  if (options.source === 'working-tree') {
    if (commit !== undefined && commit !== facts.commit)
      return { status: 'not-run', reason: `it checks out ${ref}, and the run works in the working tree` };
    return { status: 'passed', notes: [...notes, 'the working tree stands as it is'] };
  }
  const target = join(workspace, inputs['path'] ?? '');
  if (!isInside(workspace, target))
    return { status: 'failed', reason: `path ${inputs['path']} leads out of the workspace` };
  await mkdir(target, { recursive: true });
  await copyRepository({
    facts,
    target,
    commit: commit ?? facts.commit,
    withChanges: options.source === 'changes' && commit === undefined,
    isPushAllowed: options.publishing === 'run',
    signal,
  });
  return { status: 'passed', notes, outputs: { ref: ref === '' ? '' : ref, commit: commit ?? facts.commit } };
}

async function findCommit({ facts }: StandInCall, ref: string): Promise<string | undefined> {
  if (/^refs\/pull\/0\/merge$/.test(ref)) return facts.commit;
  const names = ref.startsWith('refs/')
    ? [ref, ref.replace(/^refs\/heads\//, 'refs/remotes/origin/')]
    : [`refs/heads/${ref}`, `refs/remotes/origin/${ref}`, `refs/tags/${ref}`];
  for (const name of /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(ref) ? [ref] : names) {
    const commit = await resolveCommit(facts.repository, name);
    if (commit !== undefined) return commit;
  }
  return undefined;
}

function notesOf(inputs: Readonly<Record<string, string>>): readonly string[] {
  const isOn = (name: string): boolean => !['', 'false'].includes(inputs[name] ?? '');
  return [
    ...(isOn('submodules') ? ['submodules were not fetched'] : []),
    ...(isOn('lfs') ? ['files of Git LFS were not fetched'] : []),
  ];
}
