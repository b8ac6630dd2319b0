import type { DocumentNode } from '@cdev/artefact-document';
import type { IssueFix } from '@cdev/security-issue';
import { textOf, type JobView, type WorkflowFile } from '../source/workflow-file.ts';
import { privilegedEvents, type Rule, type RuleFinding } from './rule.ts';

/** `permissions: write-all`, and workflows that say nothing and get what the repository's settings give. */
export const excessivePermissions: Rule = {
  id: 'excessive-permissions',
  url: 'https://docs.github.com/actions/tutorials/authenticate-with-github_token#modifying-the-permissions-for-the-github_token',
  check: (file) => {
    if (file.kind === 'action') return [];
    const all = [file.permissions, ...file.jobs.map(({ permissions }) => permissions)].filter(
      (node): node is DocumentNode => node?.value === 'write-all',
    );
    return [...all.map((node) => writeAll(file, node)), ...unsaid(file), ...wide(file)];
  },
};

function writeAll(file: WorkflowFile, node: DocumentNode): RuleFinding {
  return {
    title: 'A workflow may do everything: permissions: write-all',
    severity: 'medium',
    confidence: 'high',
    reasons: ['whoever gets code into one of its steps, also by an action that it uses, may push, publish and release'],
    places: [{ path: file.path, line: node.line, column: node.column }],
    mend: { text: 'Name what the jobs need, each at its job; begin with permissions: contents: read' },
    context: `write-all ${node.field}`,
  };
}

function unsaid(file: WorkflowFile): RuleFinding[] {
  const silent = file.jobs.filter(({ permissions }) => permissions === undefined);
  if (file.permissions !== undefined || silent.length === 0) return [];
  const isPrivileged = [...file.events].some((event) => privilegedEvents.has(event));
  const [first] = silent as [JobView];
  const isWhole = silent.length === file.jobs.length;
  const place = isWhole ? (file.root.entries?.get('jobs') ?? first.node) : first.node;
  return [
    {
      title: 'A workflow does not say what its token may do',
      severity: isPrivileged ? 'medium' : 'low',
      confidence: 'high',
      reasons: [
        'the settings of the repository decide, and in older repositories they let it write everything',
        ...(isPrivileged ? ['strangers can start it'] : []),
      ],
      places: [
        isWhole
          ? { path: file.path, line: Math.max(1, place.line - 1), note: 'jobs' }
          : { path: file.path, line: place.line, column: place.column, note: `job ${first.id}` },
      ],
      mend: { text: 'Say it at the top: permissions: contents: read; and at a job what that needs beyond' },
      ...(isWhole && readsOnly(file) && { fix: addPermissions(file) }),
      context: 'unsaid',
    },
  ];
}

/** Write rights for the whole workflow, of which only some jobs can be in need. */
function wide(file: WorkflowFile): RuleFinding[] {
  const rights = [...(file.permissions?.entries ?? [])]
    .filter(([, node]) => node.value === 'write')
    .map(([name]) => name);
  if (rights.length === 0 || file.jobs.length < 2) return [];
  const node = file.permissions as DocumentNode;
  return [
    {
      title: `Every job of a workflow may write: ${rights.join(', ')}`,
      severity: 'low',
      confidence: 'medium',
      reasons: ['jobs that build and test others’ code have the rights that only one job needs'],
      places: [{ path: file.path, line: node.line, column: node.column }],
      mend: { text: 'Leave contents: read at the top, and give the rest to the job that needs it' },
      context: `wide ${rights.join(' ')}`,
    },
  ];
}

/** Nothing in it seems to use the token for more than reading: then the mend breaks nothing. */
function readsOnly(file: WorkflowFile): boolean {
  const known =
    /^(actions\/(checkout|setup-[\w-]+|cache(\/(restore|save))?|upload-artifact|download-artifact)|pnpm\/action-setup|oven-sh\/setup-bun|codecov\/codecov-action|denoland\/setup-deno|\.\/)/;
  return file.jobs.every(
    (job) =>
      job.uses === undefined &&
      job.steps.every(
        (step) =>
          (step.uses === undefined || known.test(step.uses)) &&
          !/GITHUB_TOKEN|github\.token|\bgh\s|\bgit\s+push|npm\s+publish|release/i.test(
            `${textOf(step.run) ?? ''} ${JSON.stringify(step.node.value)}`,
          ),
      ),
  );
}

function addPermissions({ path, lines }: WorkflowFile): IssueFix {
  const line = lines.findIndex((text) => /^jobs\s*:/.test(text));
  return {
    file: path,
    title: 'Let the token of the workflow read only',
    apply: (text) => {
      if (line < 0 || /^permissions\s*:/m.test(text)) return text;
      return text.replace(/^jobs\s*:/m, (jobs) => `permissions:\n  contents: read\n\n${jobs}`);
    },
  };
}
