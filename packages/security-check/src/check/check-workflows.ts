import { scanShell } from '@cdev/code-scan';
import type { SecurityIssue } from '@cdev/security-issue';
import { scanWorkflows, type WorkflowScript } from '@cdev/workflow-scan';
import { counted } from '../surface/surface-check.ts';
import { stagedText } from './changed-paths.ts';
import { notScanned, scanned, type CheckSubject, type IssueScan } from './check-report.ts';

/** Workflows and actions, as far as GitHub reads them from this repository. */
export async function checkWorkflows(subject: CheckSubject): Promise<IssueScan> {
  if (subject.repository?.isBare) return notScanned('the repository is bare');
  const paths = await subject.changed();
  const { issues, gaps, files, scripts } = await scanWorkflows({
    root: subject.root,
    ...(paths && { paths }),
    ...(subject.isStaged && { read: async (path) => stagedText(subject, path) }),
  });
  if (files === 0 && gaps.length === 0)
    return paths ? scanned('no workflow changed', []) : scanned('there are no workflows', []);
  return scanned(counted(files, 'file'), [...issues, ...scripts.flatMap(scriptIssues)], gaps);
}

/** GitHub starts bash so that it ends with the first command that fails. */
function scriptIssues({ path, line, shell, text }: WorkflowScript): readonly SecurityIssue[] {
  if (shell !== undefined && !/\b(ba|z)?sh\b/.test(shell)) return [];
  return scanShell({ path, text, firstLine: line, stopsOnError: true, check: 'workflows' }).issues;
}
