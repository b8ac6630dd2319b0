import { parseExpression } from '@cdev/github-workflow';

/** Functions whose value is true, false, a hash or a number, whatever they are given. */
const harmless = new Set([
  'contains',
  'startswith',
  'endswith',
  'hashfiles',
  'success',
  'failure',
  'always',
  'cancelled',
]);
const harmlessOperators = new Set(['==', '!=', '<', '<=', '>', '>=']);

interface Node {
  readonly [field: string]: unknown;
}

/**
 * The contexts that the value of an expression is made of, such as `github.event.issue.title`, in lower case with `*` for what is not known.
 * What it only compares or asks is not among them. Empty for what is no expression.
 */
export function valuePaths(expression: string): string[] {
  try {
    const tree = parseExpression(expression);
    return tree === undefined ? [] : [...new Set(walk(tree as unknown as Node))];
  } catch {
    return [];
  }
}

function walk(node: Node): string[] {
  const name = node['name'] as { lexeme: string } | undefined;
  if (name !== undefined) return [name.lexeme.toLowerCase()];
  const call = node['functionName'] as { lexeme: string } | undefined;
  const args = (node['args'] ?? []) as readonly Node[];
  if (call !== undefined) return harmless.has(call.lexeme.toLowerCase()) ? [] : args.flatMap(walk);
  if (node['index'] !== undefined)
    return walk(node['expr'] as Node).map((path) => `${path}.${indexOf(node['index'] as Node)}`);
  const operator = (node['operator'] as { lexeme: string } | undefined)?.lexeme;
  if (operator !== undefined && harmlessOperators.has(operator)) return [];
  if (operator === '!') return [];
  // The left side of && comes through only when it is false or empty.
  if (operator === '&&') return args.slice(-1).flatMap(walk);
  return [...args, node['group'] as Node | undefined, node['expr'] as Node | undefined]
    .filter((each) => each !== undefined)
    .flatMap(walk);
}

function indexOf(index: Node): string {
  const literal = index['literal'] as { coerceString?: () => string } | undefined;
  return literal?.coerceString === undefined ? '*' : literal.coerceString().toLowerCase();
}
