import { scanScripts } from '@cdev/code-scan';
import type { Context } from '@cdev/core/cli';
import type { SecurityIssue } from '@cdev/security-issue';
import { kindOfPath, scanWorkflows } from '@cdev/workflow-scan';
import { counted } from '../surface/surface-check.ts';
import { stagedText, textBefore } from './changed-paths.ts';
import { notScanned, scanned, type CheckSubject, type IssueScan } from './check-report.ts';

/** Workflows and actions, as far as GitHub reads them from this repository, and the scripts in them and in what other services run; with a revision or staged only what is new in those that changed. */
export async function checkWorkflows(subject: CheckSubject, { signal, progress }: Context): Promise<IssueScan> {
  if (subject.repository?.isBare) return notScanned('the repository is bare');
  const paths = await subject.changed();
  const task = progress.begin('workflows');
  const asked: Asked = {
    root: subject.root,
    signal,
    ...(paths && { paths }),
    ...(subject.isStaged && { read: async (path) => stagedText(subject, path) }),
  };
  const { issues, gaps, files, shellcheck } = await scanAll(asked, (scripts) =>
    task.update(counted(scripts, 'script')),
  );
  const left = await subject.leftOut((path) => kindOfPath(path) !== undefined);
  if (files === 0 && gaps.length === 0) {
    task.done();
    const none = left.length > 0 ? 'no workflow is here' : 'there are no workflows';
    return scanned(paths ? 'no workflow changed' : none, [], left);
  }
  const read = issues.length === 0 ? undefined : textBefore(subject, signal);
  const old = read ? (await scanAll({ ...asked, read })).issues : [];
  task.done();
  const known = new Set(old.map(({ fingerprint }) => fingerprint));
  return scanned(
    `${counted(files, 'file')}${shellcheck === undefined ? '' : `, shellcheck ${shellcheck}`}`,
    issues.filter(({ fingerprint }) => !known.has(fingerprint)),
    [...gaps, ...left],
  );
}

type Asked = Parameters<typeof scanWorkflows>[0];

/** `onScripts` is told how many there are. */
async function scanAll(
  asked: Asked,
  onScripts?: (count: number) => void,
): Promise<{
  readonly issues: readonly SecurityIssue[];
  readonly gaps: readonly string[];
  readonly files: number;
  readonly shellcheck: string | undefined;
}> {
  const { root, signal } = asked;
  const { issues, gaps, files, scripts } = await scanWorkflows(asked);
  if (files === 0 && gaps.length === 0) return { issues, gaps, files, shellcheck: undefined };
  onScripts?.(scripts.length);
  const shell = await scanScripts(
    scripts.map((script) => ({ ...script, check: 'workflows' })),
    { root, signal },
  );
  return {
    issues: [...issues, ...[...shell.issues.values()].flat()],
    gaps: [...gaps, ...shell.gaps],
    files,
    shellcheck: shell.shellcheck,
  };
}
