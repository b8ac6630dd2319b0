import { asText } from '../expression/as-text.ts';
import { readDocument, type DocumentNode } from '@cdev/artefact-document';
import { errors } from '../errors.ts';
import type { FunctionShape } from '../expression/parse-expression.ts';
import { parseExpression } from '../expression/parse-expression.ts';
import { soleExpression, splitTemplate } from '../expression/template.ts';
import type { SourceValues } from './workflow-source.ts';

/** Which contexts and functions the expressions of a place may use. */
export interface Availability {
  readonly contexts: readonly string[];
  readonly functions: readonly FunctionShape[];
}

export interface SourceProblem {
  readonly line: number;
  readonly message: string;
}

/** Reads located YAML and collects every problem of a file, so that one reading tells all. */
export interface SourceReader {
  readonly problems: SourceProblem[];
  readonly complain: (node: DocumentNode, message: string) => void;
  /** The entries of a mapping; a complaint about another form and about keys that are not among `known`. */
  readonly mapping: (node: DocumentNode | undefined, known?: readonly string[]) => ReadonlyMap<string, DocumentNode>;
  /** Text of a scalar; numbers and booleans as GitHub writes them. */
  readonly text: (node: DocumentNode | undefined, available?: Availability) => string | undefined;
  /** One text or a list of them. */
  readonly texts: (node: DocumentNode | undefined) => readonly string[] | undefined;
  /** Any value, its expressions checked. */
  readonly value: (node: DocumentNode | undefined, available: Availability) => unknown;
  readonly values: (node: DocumentNode | undefined, available: Availability) => SourceValues;
  readonly condition: (node: DocumentNode | undefined, available: Availability) => unknown;
}

/** @throws CDEV_E_WORKFLOW_INVALID when it is no YAML */
export function readSource(content: string, file: string): DocumentNode {
  const { root, syntax } = readDocument(content, file);
  if (root) return root;
  throw invalidSource(file, [{ line: syntax.line, message: syntax.message }]);
}

export function invalidSource(file: string, problems: readonly SourceProblem[]): Error {
  const lines = [...problems].sort((a, b) => a.line - b.line).map(({ line, message }) => `${file}:${line}: ${message}`);
  return errors.make('CDEV_E_WORKFLOW_INVALID', { file, problems: lines.join('\n') });
}

/** Makes a reader of workflow and action files that collects what is wrong in them, with its lines, instead of throwing. */
export function createSourceReader(): SourceReader {
  const problems: SourceProblem[] = [];
  const complain = (node: DocumentNode, message: string): void => {
    problems.push({ line: node.line, message: node.field === '' ? message : `${node.field}: ${message}` });
  };
  function check(node: DocumentNode, expression: string, available: Availability): void {
    try {
      if (!parseExpression(expression, available)) complain(node, 'an expression is empty');
    } catch (error) {
      complain(node, `\${{ ${expression} }}: ${(error as Error).message}`);
    }
  }
  function checkTemplate(node: DocumentNode, available: Availability): void {
    if (typeof node.value !== 'string') return;
    for (const { expression } of splitTemplate(node.value))
      if (expression !== undefined) check(node, expression, available);
  }
  function text(node: DocumentNode | undefined, available?: Availability): string | undefined {
    if (node?.value === undefined || node.value === null) return undefined;
    if (node.entries || node.items) {
      complain(node, 'a text is wanted here');
      return undefined;
    }
    if (available) checkTemplate(node, available);
    return scalarText(node.value);
  }
  function value(node: DocumentNode | undefined, available: Availability): unknown {
    if (!node) return undefined;
    for (const child of node.entries?.values() ?? node.items ?? []) value(child, available);
    checkTemplate(node, available);
    return node.value;
  }
  return {
    problems,
    complain,
    mapping: (node, known) => {
      if (!node || node.value === null || node.value === undefined) return new Map();
      if (!node.entries) complain(node, 'a mapping is wanted here');
      const entries = node.entries ?? new Map<string, DocumentNode>();
      for (const [name, entry] of known ? entries : [])
        if (!known?.includes(name))
          problems.push({ line: entry.line, message: `${entry.field}: there is no such key here` });
      return entries;
    },
    text,
    texts: (node) => {
      if (!node || node.value === null || node.value === undefined) return undefined;
      return (node.items ?? [node]).flatMap((item) => text(item) ?? []);
    },
    value,
    values: (node, available) => {
      if (!node || node.value === null || node.value === undefined) return {};
      value(node, available);
      if (typeof node.value === 'string' && soleExpression(node.value) !== undefined) return node.value;
      if (!node.entries) complain(node, 'a mapping is wanted here');
      return node.entries ? (node.value as Record<string, unknown>) : {};
    },
    condition: (node, available) => {
      if (!node || node.value === null || node.value === undefined) return undefined;
      if (typeof node.value !== 'string') return node.value;
      if (node.value.includes('${{')) checkTemplate(node, available);
      else if (node.value.trim() !== '') check(node, node.value.trim(), available);
      return node.value;
    },
  };
}

export function scalarText(value: unknown): string {
  return asText(value);
}
