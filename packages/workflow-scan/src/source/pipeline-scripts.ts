import { posix } from 'node:path';
import { readDocument, type DocumentNode } from '@cdev/artefact-document';
import { placeInScalar } from './place-in-scalar.ts';
import { textOf } from './workflow-file.ts';
import type { WorkflowScript } from './workflow-scripts.ts';

interface Service {
  readonly path: RegExp;
  /** What has commands under it: a text, or a list of texts that one shell reads. */
  readonly commands: RegExp;
  readonly stopsOnError: boolean;
}

const gitLab: Service = {
  path: /(^|\.|\/)gitlab-ci\.ya?ml$|^\.gitlab(-ci)?\/.*\.ya?ml$/,
  // A list under a name with a point is there to be put into others.
  commands: /^(before_|after_)?script$|^\./,
  stopsOnError: true,
};
/** Services that run a repository's commands by a file of it, besides GitHub. */
const services: readonly Service[] = [
  gitLab,
  { path: /^\.circleci\/[^/]+\.ya?ml$/, commands: /^(run|command)$/, stopsOnError: true },
  { path: /^bitbucket-pipelines\.ya?ml$/, commands: /^(after-)?script$/, stopsOnError: true },
  { path: /^\.?azure-pipelines[\w.-]*\.ya?ml$/, commands: /^(script|bash)$/, stopsOnError: false },
];

/** Whether one of these services reads the file. */
export function isPipelinePath(path: string): boolean {
  return services.some((service) => service.path.test(path));
}

/** What a shell reads in the file of such a service, and the files of the repository that it takes in; or why it cannot be read. */
export function readPipeline(
  text: string,
  path: string,
): { readonly scripts: readonly WorkflowScript[]; readonly includes: readonly string[]; readonly problem?: string } {
  // GitLab's files take in others, whatever they are called.
  const service = services.find((each) => each.path.test(path)) ?? gitLab;
  const { root, syntax } = readDocument(withoutHead(text), path, { aliases: 10_000 });
  if (!root) return { scripts: [], includes: [], problem: `line ${syntax.line}: ${syntax.message}` };
  const file: PipelineFile = { ...service, at: path, lines: text.split(/\r?\n/) };
  return { scripts: scriptsBelow(root, file), includes: includesOf(root.entries?.get('include')) };
}

interface PipelineFile extends Service {
  readonly at: string;
  readonly lines: readonly string[];
}

/** GitLab's `spec:` is a document of its own before the one with the jobs. */
function withoutHead(text: string): string {
  const [head = ''] = /spec:[\s\S]*?^---[ \t]*$/my.exec(text) ?? [];
  return head.replaceAll(/[^\n]/g, '') + text.slice(head.length);
}

function scriptsBelow(node: DocumentNode, file: PipelineFile): WorkflowScript[] {
  if (node.items) return node.items.flatMap((item) => (isElsewhere(item, file) ? [] : scriptsBelow(item, file)));
  return [...(node.entries ?? [])].flatMap(([key, value]) => {
    if (isElsewhere(value, file)) return [];
    const lines = file.commands.test(key) ? commandsIn(value, file) : [];
    if (lines.length === 0) return scriptsBelow(value, file);
    return isOtherShell(node) ? [] : [scriptOf(lines, file)];
  });
}

/** `*name` and `!reference [.job, script]`: it is looked at where it stands. */
function isElsewhere({ line, column }: DocumentNode, { lines }: PipelineFile): boolean {
  const written = lines[line - 1] ?? '';
  return (
    written[column - 1] === '*' ||
    /(?<![^\s[{,])!reference\s+$/.test(written.slice(Math.max(0, column - 100), column - 1))
  );
}

function commandsIn(node: DocumentNode, file: PipelineFile): readonly DocumentNode[] {
  if (typeof node.value === 'string') return [node];
  return (node.items ?? []).flatMap((item) => (isElsewhere(item, file) ? [] : commandsIn(item, file)));
}

function isOtherShell(step: DocumentNode): boolean {
  const [shell = 'bash'] = textOf(step.entries?.get('shell'))?.trim().split(/\s+/) ?? [];
  return !/^(.*\/)?(ba|da)?sh$/.test(shell);
}

function scriptOf(commands: readonly DocumentNode[], file: PipelineFile): WorkflowScript {
  const parts = commands.map((node) => {
    const text = String(node.value);
    return { text, lines: text.split('\n').length, placeOf: placeInScalar(file, node) };
  });
  const text = parts.map((part) => part.text).join('\n');
  return {
    path: file.at,
    text,
    // `<< parameters.name >>` and `${{ parameters.name }}` are gone before a shell reads it.
    seen: text.replaceAll(/<<[^<>\n]*>>|\$\{\{[^}\n]{0,500}\}\}/g, (written) => 'x'.repeat(written.length)),
    interpreter: 'bash',
    stopsOnError: file.stopsOnError,
    placeOf: ({ line, column }) => {
      let before = 0;
      for (const part of parts) {
        if (line <= before + part.lines || part === parts.at(-1)) return part.placeOf({ line: line - before, column });
        before += part.lines;
      }
      return { line, column };
    },
  };
}

/** `include: /ci/build.yml`, `- local: ci/build.yml`; those with `*`, those of others and those outside the repository are left out. */
function includesOf(node: DocumentNode | undefined): string[] {
  const all = node?.items ?? (node ? [node] : []);
  return all.flatMap((each) => {
    const written = textOf(each.entries?.get('local') ?? each);
    if (written === undefined || /^\w+:\/\/|[*?]/.test(written)) return [];
    const path = posix.normalize(written.replace(/^\/+/, ''));
    return path.startsWith('..') ? [] : [path];
  });
}
