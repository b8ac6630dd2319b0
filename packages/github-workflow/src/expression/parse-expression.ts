import { Lexer, Parser, type Expr } from '@actions/expressions';

export interface FunctionShape {
  readonly name: string;
  readonly minArgs: number;
  readonly maxArgs: number;
}

export const statusFunctions: readonly FunctionShape[] = [
  { name: 'always', minArgs: 0, maxArgs: 0 },
  { name: 'cancelled', minArgs: 0, maxArgs: 0 },
  { name: 'success', minArgs: 0, maxArgs: 255 },
  { name: 'failure', minArgs: 0, maxArgs: 255 },
];
export const hashFilesFunction: FunctionShape = { name: 'hashFiles', minArgs: 1, maxArgs: 255 };

export const contextNames = [
  'github',
  'env',
  'vars',
  'job',
  'jobs',
  'steps',
  'runner',
  'secrets',
  'strategy',
  'matrix',
  'needs',
  'inputs',
] as const;
export type ContextName = (typeof contextNames)[number];

/** An expression's tree. `undefined` for an empty one. @throws Error with GitHub's words for what is wrong. */
export function parseExpression(
  text: string,
  allowed: { readonly contexts: readonly string[]; readonly functions: readonly FunctionShape[] } = everything,
): Expr | undefined {
  const { tokens } = new Lexer(text).lex();
  for (const token of tokens) {
    // The lexer takes only the first doubled quote for one; GitHub takes all.
    if (typeof token.value === 'string') token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
  }
  return new Parser(tokens, [...allowed.contexts], [...allowed.functions]).parse();
}

const everything = { contexts: contextNames, functions: [...statusFunctions, hashFilesFunction] };

/** The names of the functions that an expression calls, in lower case. */
export function calledFunctions(expression: Expr): Set<string> {
  const names = new Set<string>();
  visit(expression, (node) => {
    if ('functionName' in node) names.add((node.functionName as { lexeme: string }).lexeme.toLowerCase());
  });
  return names;
}

function visit(node: Expr, see: (node: Expr & Record<string, unknown>) => void): void {
  see(node as Expr & Record<string, unknown>);
  const parts = node as unknown as Record<string, unknown>;
  for (const name of ['expr', 'left', 'right', 'group', 'index', 'args']) {
    const part = parts[name];
    for (const child of Array.isArray(part) ? (part as unknown[]) : [part])
      if (child !== undefined && child !== null && typeof child === 'object') visit(child as Expr, see);
  }
}
