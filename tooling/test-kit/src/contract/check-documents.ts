import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { runBin } from '../run-bin.ts';
import { tempFolder } from '../temp-folder.ts';
import type { Subject } from './subject.ts';

interface ResultDocument {
  readonly command?: unknown;
  readonly version?: unknown;
  readonly status?: unknown;
  readonly data?: unknown;
  readonly error?: unknown;
}

const statuses = new Set(['ok', 'warning', 'failed', 'not-run']);

/** The documents of `--health` and of a failure, as JSON and as YAML. @returns what is wrong. */
export async function checkDocuments(subject: Subject): Promise<string[]> {
  await using place = await tempFolder();
  const words = subject.script.commands[0]?.name === '' ? [] : [subject.script.commands[0]?.name ?? ''];
  const health = await bothForms(subject, ['--health'], place.path);
  const failure = await bothForms(subject, [...words, '--no-such-option'], place.path);
  return [
    ...(health.problems.length > 0 ? health.problems : checkHealth(health.document, health.exitCode)),
    ...failure.problems,
    ...(failure.document.status === 'error' && failure.document.error !== undefined
      ? []
      : [`a failure is documented as ${JSON.stringify(failure.document)}`]),
  ];
}

interface Forms {
  readonly document: ResultDocument;
  readonly exitCode: number | undefined;
  readonly problems: string[];
}

async function bothForms({ folder, manifest }: Subject, argv: readonly string[], cwd: string): Promise<Forms> {
  const json = await runBin(folder, [...argv, '--json'], { cwd });
  const yaml = await runBin(folder, [...argv, '-o', 'yaml'], { cwd });
  const document = json.document() as ResultDocument;
  const inYaml = parseAllDocuments(yaml.stdout).map((each) => each.toJSON() as unknown);
  return {
    document,
    exitCode: json.exitCode,
    problems: [
      ...(inYaml.length === 1 ? [] : [`${yaml.command} put ${inYaml.length} documents on stdout`]),
      ...(isDeepStrictEqual(comparable(inYaml[0]), comparable(document))
        ? []
        : [`${yaml.command} says other than JSON: ${yaml.stdout}`]),
      ...(document.version === manifest.version
        ? []
        : [`${json.command} calls itself ${JSON.stringify(document.version)}`]),
      ...(json.exitCode === yaml.exitCode
        ? []
        : [`${json.command} ends with ${json.exitCode}, as YAML with ${yaml.exitCode}`]),
    ],
  };
}

/** The details of health checks may speak of times and measures, which differ from run to run. */
function comparable(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document ?? null, (key, value: unknown) => (key === 'detail' ? undefined : value)));
}

function checkHealth({ status, data }: ResultDocument, exitCode: number | undefined): string[] {
  const checks = Array.isArray(data) ? (data as Record<string, unknown>[]) : [];
  const isRight = ({ title, status: state, detail }: Record<string, unknown>): boolean =>
    typeof title === 'string' && typeof detail === 'string' && statuses.has(String(state));
  const failed = checks.some((check) => check['status'] === 'failed');
  return [
    ...(checks.length > 0 ? [] : ['--health looks at nothing']),
    ...checks
      .filter((check) => !isRight(check))
      .map((check) => `--health has a check of another form: ${JSON.stringify(check)}`),
    ...(status === (failed ? 'findings' : 'ok') ? [] : [`--health has the status ${JSON.stringify(status)}`]),
    ...(exitCode === (failed ? 3 : 0) ? [] : [`--health ends with ${exitCode}`]),
  ];
}
