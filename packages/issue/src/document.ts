import { errors } from './errors.ts';
import { FieldProblem, fieldName, type FieldPath } from './fields.ts';

/** A document from outside: what it holds, and how to find a field in its text again when that does not fit. */
export interface SourceDocument {
  readonly value: unknown;
  /** The line of a field, from 1; of what holds it when the field itself is missing. */
  readonly lineOf: (path: FieldPath) => Promise<number>;
}

/** @throws CDEV_E_ISSUE_MALFORMED */
export function jsonDocument(text: string, file: string): SourceDocument {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')), lineOf: (path) => lineOf(text, path) };
  } catch (cause) {
    const reason = (cause as Error).message;
    const line = /\(line (\d+) /.exec(reason)?.[1] ?? String(text.split('\n').length);
    const problem = text.trim() === '' ? 'the file is empty' : `this is no JSON: ${reason.replace(/ \(line .*/, '')}`;
    throw malformed({ file, line, problem, cause });
  }
}

/**
 * `asWritten` keeps what a person typed without quotes, such as `1.10` or `yes`, as that text.
 * @throws CDEV_E_ISSUE_MALFORMED
 */
export async function yamlDocument(text: string, file: string, asWritten: boolean): Promise<SourceDocument> {
  const { isScalar, parseDocument, visit } = await import('yaml');
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) {
    const problem = `this is no YAML: ${error.message.split(' at line ')[0]}`;
    throw malformed({ file, line: String(error.linePos?.[0].line ?? 1), problem, cause: error });
  }
  if (asWritten)
    visit(document, {
      Scalar: (_, node) => {
        if (isScalar(node) && node.value !== null && typeof node.value !== 'string')
          node.value = node.source ?? JSON.stringify(node.value);
      },
    });
  return { value: aliasesResolved(document, file), lineOf: (path) => lineOf(text, path) };
}

function aliasesResolved(document: { toJS: () => unknown }, file: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // The parser refuses documents whose aliases would fill the memory.
    throw malformed({ file, line: '1', problem: (cause as Error).message, cause });
  }
}

/** Reads a document, and names file, line and field when something in it does not fit. */
export async function take<Value>(
  { value, lineOf }: SourceDocument,
  file: string,
  read: (value: unknown) => Value,
): Promise<Value> {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    const { path, problem } = error;
    const line = String(await lineOf(path));
    const field = fieldName(path);
    throw malformed({ file, line, field, problem: `${field === '' ? 'the document' : `"${field}"`} ${problem}` });
  }
}

interface Problem {
  readonly file: string;
  readonly line: string;
  readonly field?: string;
  readonly problem: string;
  readonly cause?: unknown;
}

/** The error of a document, with file, line and field as details too. */
export function malformed({ cause, ...problem }: Problem): Error {
  const { file, line } = problem;
  const parameters = { place: `${file}:${line}`, problem: problem.problem };
  return errors.make('CDEV_E_ISSUE_MALFORMED', parameters, { cause, details: { ...problem } });
}

/** JSON is YAML, so one parser with positions serves both; it is loaded only when there is something to complain of. */
async function lineOf(text: string, path: FieldPath): Promise<number> {
  const { LineCounter, isNode, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
