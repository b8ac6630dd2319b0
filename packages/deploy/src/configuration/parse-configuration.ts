import { dirname, resolve } from 'node:path';
import {
  createFieldReader,
  describeProblem,
  readDocument,
  type DocumentProblem,
  type FieldReader,
} from '@cdev/artefact-document';
import { composeProject, type ComposeSettings } from '../compose/compose-shell.ts';
import { errors } from '../errors.ts';
import type { BatchSize, DeployConfiguration, Environment } from './configuration.ts';
import { limited, refuseUnknown, wholeNumber } from './field-limits.ts';
import { parseChecks } from './parse-checks.ts';
import { parseHooks } from './parse-hooks.ts';
import { parseHosts, remotePath } from './parse-hosts.ts';
import { parseSecrets } from './parse-secrets.ts';

const word = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Reads `cdev.deploy.yaml`. All that is wrong is said at once, each with file, line, column and field.
 * @throws CDEV_E_DEPLOY_CONFIG_INVALID
 */
export function parseConfiguration(content: string, file: string): DeployConfiguration {
  const { root, syntax } = readDocument(content, file);
  if (!root) throw invalid([`${file}:${syntax.line}:${syntax.column}: ${syntax.message}`]);
  const problems: DocumentProblem[] = [];
  const reader = createFieldReader(root, problems);
  const folder = dirname(file);
  if (reader.number('version') !== 1) reader.refuse('version', 'the number 1');
  const project = named(reader, 'project');
  const artefact = reader.optionalText('artefact');
  const knownHosts = reader.text('knownHosts', 'cdev.known_hosts');
  const environments = parseEnvironments(reader, { problems, folder, project });
  refuseUnknown(reader);
  if (problems.length > 0) throw invalid(problems.map((problem) => describeProblem(file, problem)));
  return {
    file,
    project,
    artefact: artefact === undefined ? undefined : resolve(folder, artefact),
    knownHosts: resolve(folder, knownHosts),
    environments,
  };
}

function invalid(problems: readonly string[]): Error {
  return errors.make('CDEV_E_DEPLOY_CONFIG_INVALID', { problems: problems.join('\n') }, { details: { problems } });
}

function named(reader: FieldReader, name: string): string {
  const text = reader.text(name);
  if (reader.has(name) && !word.test(text)) reader.refuse(name, 'a name of letters, digits, dot, dash and underscore');
  return text;
}

interface Around {
  readonly problems: DocumentProblem[];
  readonly folder: string;
  readonly project: string;
}

function parseEnvironments(reader: FieldReader, around: Around): Environment[] {
  const all = reader.record('environments');
  const names = [...(all.node.entries?.keys() ?? [])];
  if (all.node.entries && names.length === 0) reader.refuse('environments', 'at least one environment');
  return names.map((name) => {
    if (!word.test(name))
      all.refuse(name, 'an environment whose name has letters, digits, dot, dash and underscore only');
    return parseEnvironment(name, all.record(name), around);
  });
}

function parseEnvironment(name: string, reader: FieldReader, { problems, folder, project }: Around): Environment {
  const kind = reader.has('kind') ? reader.choice('kind', ['releases', 'compose']) : 'releases';
  const path = remotePath(reader, 'path', reader.text('path'));
  const hosts = parseHosts(reader, { folder, path });
  const environment: Environment = {
    name,
    compose: kind === 'compose' ? parseCompose(reader, composeProject(project, name)) : undefined,
    path,
    hosts,
    keep: wholeNumber(reader, 'keep', { fallback: 5, from: 2, to: 1000 }),
    batches: parseBatches(reader, problems),
    failureBudget: wholeNumber(reader, 'failureBudget', { fallback: 0, from: 0, to: Math.max(0, hosts.length - 1) }),
    hooks: parseHooks(reader, problems, hosts),
    health: parseChecks(reader, hosts),
    secrets: parseSecrets(reader, folder),
    secretsFile: inside(reader, 'secretsFile', reader.text('secretsFile', '.env')),
    shared: reader.texts('shared', []).map((entry) => inside(reader, 'shared', entry)),
    logs: reader.optionalText('logs'),
    hookTimeLimit: limited(reader, 'hookTimeLimit', { fallback: 600, from: 1, to: 86_400 }),
    lease: wholeNumber(reader, 'lease', { fallback: 60, from: 5, to: 3600 }),
    connectTimeLimit: wholeNumber(reader, 'connectTimeLimit', { fallback: 10, from: 1, to: 300 }),
  };
  refuseUnknown(reader);
  return environment;
}

function parseCompose(reader: FieldReader, project: string): ComposeSettings {
  return { file: inside(reader, 'compose', reader.text('compose', 'compose.yaml')), project };
}

function parseBatches(reader: FieldReader, problems: DocumentProblem[]): BatchSize[] {
  if (!reader.has('batches')) return [{ percent: 100 }];
  const found = reader.node.entries?.get('batches');
  reader.texts('batches', []);
  // `texts` counts the numbers among them as faults; they are none.
  for (let at = problems.length - 1; at >= 0; at -= 1)
    if (problems[at]?.field.startsWith(`${found?.field ?? ''}[`)) problems.splice(at, 1);
  if (!found?.items || found.items.length === 0) {
    if (found?.items) reader.refuse('batches', 'at least one size, such as 1 or 50%');
    return [{ percent: 100 }];
  }
  return found.items.map(({ value, line, column, field }) => {
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return { count: value };
    const percent = typeof value === 'string' ? Number(/^(\d{1,3})%$/.exec(value)?.[1] ?? 0) : 0;
    if (percent > 0 && percent <= 100) return { percent };
    problems.push({
      line,
      column,
      field,
      expected: 'a number of hosts, or a share such as 50%',
      found: JSON.stringify(value),
    });
    return { percent: 100 };
  });
}

/** A path that cannot lead out of the release's folder. */
function inside(reader: FieldReader, name: string, path: string): string {
  const parts = path.split('/');
  const isFine =
    !path.startsWith('/') &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..') &&
    !/[\n\r\0]/.test(path);
  if (!isFine) reader.refuse(name, 'a path below the release, without . and ..');
  return path;
}
