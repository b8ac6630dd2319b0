import type { Context } from '@cdev/core/cli';
import { scanWorkflows } from '@cdev/workflow-scan';
import { counted } from '../surface/surface-check.ts';
import { changedPaths } from './changed-paths.ts';
import { notScanned, scanned, type CheckSubject, type IssueScan } from './check-report.ts';

/** Workflows and actions, as far as GitHub reads them from this repository. */
export async function checkWorkflows(subject: CheckSubject, { signal }: Context): Promise<IssueScan> {
  if (subject.repository?.isBare) return notScanned('the repository is bare');
  const paths = await changedPaths(subject, signal);
  const { issues, gaps, files } = await scanWorkflows({ root: subject.root, ...(paths && { paths }) });
  if (files === 0 && gaps.length === 0)
    return paths ? scanned('no workflow changed', []) : scanned('there are no workflows', []);
  return scanned(counted(files, 'file'), issues, gaps);
}
