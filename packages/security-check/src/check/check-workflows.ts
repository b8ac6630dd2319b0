import { scanScripts } from '@cdev/code-scan';
import type { Context } from '@cdev/core/cli';
import { scanWorkflows } from '@cdev/workflow-scan';
import { counted } from '../surface/surface-check.ts';
import { stagedText } from './changed-paths.ts';
import { notScanned, scanned, type CheckSubject, type IssueScan } from './check-report.ts';

const concernsWorkflows = /^\.github\/(?:workflows|actions)\/|(?:^|\/)action\.ya?ml$/;

/** Workflows and actions, as far as GitHub reads them from this repository, and the scripts in them. */
export async function checkWorkflows(subject: CheckSubject, { signal, progress }: Context): Promise<IssueScan> {
  if (subject.repository?.isBare) return notScanned('the repository is bare');
  const paths = await subject.changed();
  const task = progress.begin('workflows');
  const { issues, gaps, files, scripts } = await scanWorkflows({
    root: subject.root,
    signal,
    ...(paths && { paths }),
    ...(subject.isStaged && { read: async (path) => stagedText(subject, path) }),
  });
  const left = await subject.leftOut(concernsWorkflows);
  if (files === 0 && gaps.length === 0) {
    task.done();
    const none = left.length > 0 ? 'no workflow is here' : 'there are no workflows';
    return scanned(paths ? 'no workflow changed' : none, [], left);
  }
  task.update(counted(scripts.length, 'script'));
  const shell = await scanScripts(
    scripts.map((script) => ({ ...script, check: 'workflows' })),
    { root: subject.root, signal },
  );
  task.done();
  return scanned(
    `${counted(files, 'file')}${shell.shellcheck === undefined ? '' : `, shellcheck ${shell.shellcheck}`}`,
    [...issues, ...[...shell.issues.values()].flat()],
    [...gaps, ...shell.gaps, ...left],
  );
}
