/**
 * `CDEV_FIELD_MIRRORS=<folder> pnpm --filter @cdev/field-trial act-tables`: the tables that act's own tests hold for filter patterns, expressions
 * and `hashFiles`, asked of `@cdev/github-workflow`. Each row that comes out otherwise is written to stdout, then the counts.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { git } from '@cdev/git';
import { evaluateExpression, hashFiles, matchesFilter } from '@cdev/github-workflow';

const { CDEV_FIELD_MIRRORS: mirrors } = process.env;
if (mirrors === undefined) throw new Error('Set CDEV_FIELD_MIRRORS');
const mirror = join(mirrors, 'nektos+act/repo');
/** Where act expects an error, any error will do: its words are its own. */
const failure = 'an error';

/** What the rows ask of; as in act's tests, all tables together. */
const contexts = {
  github: {
    action: 'push',
    event: { commits: [{ author: { username: 'someone' } }, { author: { username: 'someone-else' } }] },
  },
  env: { TEST: 'value' },
  job: { status: 'success' },
  steps: {
    'step-id': { outputs: { name: 'value' }, outcome: 'success', conclusion: 'success' },
    'step-id2': { outcome: 'failure', conclusion: 'skipped' },
  },
  runner: { os: 'Linux', temp: '/tmp', tool_cache: '/opt/hostedtoolcache' },
  secrets: { name: 'value' },
  vars: { name: 'value' },
  strategy: { 'fail-fast': true },
  matrix: { os: 'Linux' },
  needs: {
    'job-id': { outputs: { 'output-name': 'value' }, result: 'success' },
    'another-job-id': { outputs: { 'output-name': 'value' }, result: 'success' },
  },
  inputs: { name: 'value' },
};

const folder = await mkdtemp(join(tmpdir(), 'cdev-act-tables-'));
try {
  await unpackData();
  tell('filter patterns', await filterRows());
  tell('expressions', await expressionRows());
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Row {
  readonly asked: string;
  readonly expected: unknown;
  readonly got: unknown;
}

function tell(name: string, rows: readonly Row[]): void {
  const others = rows.filter(({ expected, got }) => !isDeepStrictEqual(expected, got));
  for (const { asked, expected, got } of others)
    process.stdout.write(`${asked}: act ${JSON.stringify(expected)}, here ${JSON.stringify(got)}\n`);
  process.stdout.write(`${name}: ${rows.length - others.length} of ${rows.length} as act's tests have it\n`);
}

async function source(path: string): Promise<string> {
  return (await git(mirror, ['show', `HEAD:${path}`])).stdoutBytes.toString('utf8');
}

/** The files that the rows of `hashFiles` are about. */
async function unpackData(): Promise<void> {
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  const place = ['--git-dir', mirror, '--work-tree', folder];
  await git(folder, [...place, 'read-tree', 'HEAD:pkg/exprparser/testdata'], { env });
  await git(folder, [...place, 'checkout-index', '--all', '--force', '--quiet'], { env });
  await rm(join(folder, 'index'));
}

/** act asks twice: is a run left out because nothing fits the patterns, and is it left out because all fits those to be ignored? */
async function filterRows(): Promise<readonly Row[]> {
  const text = await source('pkg/workflowpattern/workflow_pattern_test.go');
  const rows =
    /patterns:\s*\[\]string\{(.*?)\},\s*inputs:\s*\[\]string\{(.*?)\},\s*skipResult:\s*(\w+),\s*filterResult:\s*(\w+)/gs;
  return [...text.matchAll(rows)].map(([, patternList = '', inputList = '', skip, ignore]) => {
    const [patterns, inputs] = [listOf(patternList), listOf(inputList)];
    const fits = inputs.map((input) => matchesFilter(input, patterns));
    return {
      asked: `${JSON.stringify(patterns)} with ${JSON.stringify(inputs)}`,
      expected: { skip: skip === 'true', ignore: ignore === 'true' },
      got: { skip: fits.length > 0 && !fits.includes(true), ignore: fits.length > 0 && !fits.includes(false) },
    };
  });
}

function listOf(text: string): string[] {
  return JSON.parse(`[${text.replace(/,\s*$/, '')}]`) as string[];
}

async function expressionRows(): Promise<readonly Row[]> {
  const texts = [
    await source('pkg/exprparser/functions_test.go'),
    await source('pkg/exprparser/interpreter_test.go'),
  ].join('\n');
  const literal = '`[^`]*`|"(?:[^"\\\\]|\\\\.)*"';
  const value = `${literal}|true|false|nil|-?[\\d.e+-]+|math\\.\\w+\\([^)]*\\)|make\\([^)]*\\)\\)?|map\\[string\\]interface\\{\\}\\{[^}]*\\}`;
  const rows = new RegExp(`^\\t\\t\\{(${literal}), (${value}), (?:nil, )?(.*)\\},$`, 'gm');
  return [...texts.matchAll(rows)].map(([, input = '', expected = '', rest = '']) => {
    const expression = (goValue(input) as string).replace(/\s*\}\}$/, '');
    // Names of rows are one word, errors are sentences.
    const isError = / /.test(rest.replaceAll('", "', ''));
    return { asked: expression, expected: isError ? failure : goValue(expected), got: ask(expression) };
  });
}

function ask(expression: string): unknown {
  try {
    const answer = evaluateExpression(expression, {
      contexts: expression.startsWith('toJSON(env)') ? { ...contexts, env: { key: 'value' } } : contexts,
      hashFiles: (patterns) => hashFiles(folder, patterns),
    });
    // JavaScript tells two zeros apart, Go's tests do not.
    return answer === 0 ? 0 : answer;
  } catch {
    return failure;
  }
}

function goValue(text: string): unknown {
  if (text.startsWith('`')) return text.slice(1, -1);
  if (text === 'nil') return null;
  if (text.startsWith('math.Inf')) return text.includes('-') ? -Infinity : Infinity;
  if (text.startsWith('math.NaN')) return NaN;
  if (text.startsWith('make(')) return {};
  if (text.startsWith('map[')) return JSON.parse(text.slice(text.indexOf('}{') + 1).replace(/,\s*\}$/, '}'));
  return text.startsWith('"') ? JSON.parse(text) : text === 'true' || text === 'false' ? text === 'true' : Number(text);
}
