import { data, Evaluator, type Expr } from '@actions/expressions';
import { fromData, NotKnownError, toData } from './context-data.ts';
import { calledFunctions, hashFilesFunction, parseExpression, type ContextName } from './parse-expression.ts';
import { soleExpression, splitTemplate } from './template.ts';

/** What the status functions answer where the expression stands. */
export interface StatusAnswers {
  readonly success: () => boolean;
  readonly failure: () => boolean;
  readonly cancelled: () => boolean;
}

/** All that an expression can see. Contexts are plain data, `Names` or `NotKnown`; one that is missing is null. */
export interface Scope {
  readonly contexts: Readonly<Partial<Record<ContextName, unknown>>>;
  readonly status?: StatusAnswers | undefined;
  /** SHA-256 over the files that match, '' for none. */
  readonly hashFiles?: ((patterns: readonly string[]) => string) | undefined;
}

/** An expression that GitHub would fail on. */
export class ExpressionProblem extends Error {
  constructor(expression: string, cause: unknown) {
    super(`\${{ ${expression} }}: ${(cause as Error).message}`, { cause });
  }
}

const parsed = new Map<string, Expr | undefined>();

function parse(text: string): Expr | undefined {
  if (!parsed.has(text)) parsed.set(text, parseExpression(text));
  return parsed.get(text);
}

/** @throws NotKnownError when it asks for what was not run, ExpressionProblem when it is wrong. */
export function evaluateExpression(text: string, scope: Scope): unknown {
  return attempt(text, () => fromData(evaluateData(text, scope)));
}

function evaluateData(text: string, scope: Scope): data.ExpressionData {
  const tree = parse(text);
  if (!tree) return new data.StringData('');
  return new Evaluator(
    tree,
    toData({ ...emptyContexts, ...scope.contexts }) as data.Dictionary,
    functions(scope),
  ).evaluate();
}

const emptyContexts = Object.fromEntries(
  ['github', 'env', 'vars', 'job', 'jobs', 'steps', 'runner', 'secrets', 'strategy', 'matrix', 'needs', 'inputs'].map(
    (name) => [name, {}],
  ),
);

function attempt<Result>(text: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    // The evaluator wraps what goes wrong inside an index.
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
      if (cause instanceof NotKnownError) throw cause;
    throw new ExpressionProblem(text, error);
  }
}

function functions({
  status,
  hashFiles,
}: Scope): Map<string, { call: (...args: data.ExpressionData[]) => data.ExpressionData } & typeof hashFilesFunction> {
  const answer = (name: string, call: (...args: data.ExpressionData[]) => unknown) =>
    [name, { ...hashFilesFunction, name, call: (...args: data.ExpressionData[]) => toData(call(...args)) }] as const;
  return new Map([
    answer('always', () => true),
    answer('success', () => status?.success() ?? true),
    answer('failure', () => status?.failure() ?? false),
    answer('cancelled', () => status?.cancelled() ?? false),
    answer('hashfiles', (...patterns) => {
      if (!hashFiles) throw new Error('hashFiles() is not available here');
      return hashFiles(patterns.map((pattern) => pattern.coerceString()));
    }),
  ]);
}

/** Text with its expressions replaced by what they give. @throws as `evaluateExpression` */
export function interpolate(text: string, scope: Scope): string {
  return splitTemplate(text)
    .map(({ text: plain, expression }) =>
      expression === undefined ? plain : attempt(expression, () => evaluateData(expression, scope).coerceString()),
    )
    .join('');
}

/** A value of YAML whose texts may be expressions: a text that is one expression alone becomes what that gives, of any type. */
export function evaluateValue(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    const sole = soleExpression(value);
    return sole === undefined ? interpolate(value, scope) : evaluateExpression(sole, scope);
  }
  if (Array.isArray(value)) return value.flatMap((item) => inserted(item, evaluateValue(item, scope)));
  if (value === null || typeof value !== 'object') return value;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const evaluated = evaluateValue(item, scope);
    // `${{ insert }}: mapping` puts the fields of the mapping in its place.
    if (/^\$\{\{\s*insert\s*\}\}$/.test(key)) Object.assign(result, evaluated);
    else result[interpolate(key, scope)] = evaluated;
  }
  return result;
}

/** An expression in a list that gives a list stands for its items. */
function inserted(source: unknown, value: unknown): unknown[] {
  return typeof source === 'string' && Array.isArray(value) ? (value as unknown[]) : [value];
}

export function isTrue(value: unknown): boolean {
  return !(
    value === null ||
    value === undefined ||
    value === false ||
    value === 0 ||
    value === '' ||
    Number.isNaN(value)
  );
}

/** An `if:`. Without a status function it holds only where everything before it succeeded. @throws as `evaluateExpression` */
export function evaluateCondition(condition: unknown, scope: Scope): boolean {
  const success = (): boolean => scope.status?.success() ?? true;
  if (condition === undefined || condition === null) return success();
  if (typeof condition !== 'string') return success() && isTrue(condition);
  if (condition.trim() === '') return success();
  const sole = soleExpression(condition) ?? (condition.includes('${{') ? undefined : condition.trim());
  // Text around an expression makes it a text, and a text that is not empty is true.
  if (sole === undefined) return (hasStatusFunction(condition) || success()) && interpolate(condition, scope) !== '';
  const holds = attempt(sole, () => asksForStatus(sole));
  return (holds || success()) && isTrue(evaluateExpression(sole, scope));
}

function asksForStatus(text: string): boolean {
  const tree = parse(text);
  if (!tree) return false;
  const called = calledFunctions(tree);
  return ['always', 'success', 'failure', 'cancelled'].some((name) => called.has(name));
}

function hasStatusFunction(template: string): boolean {
  return splitTemplate(template).some(({ expression }) => expression !== undefined && asksForStatus(expression));
}
