import type { DocumentNode } from '@cdev/artefact-document';
import { splitTemplate } from '@cdev/github-workflow';
import type { WorkflowFile } from './workflow-file.ts';

export interface PlacedExpression {
  readonly expression: string;
  readonly line: number;
  readonly column: number;
}

/** Every `${{ }}` of a text, with its place in the file. */
export function expressionsIn(file: WorkflowFile, node: DocumentNode): PlacedExpression[] {
  if (typeof node.value !== 'string') return [];
  let from = { line: node.line, column: node.column };
  return splitTemplate(node.value).flatMap(({ expression }) => {
    if (expression === undefined) return [];
    const place = findFrom(file.lines, from, expression) ?? from;
    from = { line: place.line, column: place.column + 1 };
    return [{ expression, line: place.line, column: place.column }];
  });
}

/** Where `${{ … expression` stands; a folded text has other line ends than its value. */
function findFrom(
  lines: readonly string[],
  { line, column }: { readonly line: number; readonly column: number },
  expression: string,
): { line: number; column: number } | undefined {
  const first = expression.split('\n')[0]?.trim() ?? '';
  for (let at = line; at <= Math.min(lines.length, line + 400); at += 1) {
    const text = lines[at - 1] ?? '';
    let start = at === line ? column - 1 : 0;
    for (;;) {
      const open = text.indexOf('${{', start);
      if (open === -1) break;
      if (
        text
          .slice(open + 3)
          .trimStart()
          .startsWith(first) ||
        text.slice(open + 3).trim() === ''
      )
        return { line: at, column: open + 1 };
      start = open + 3;
    }
  }
  return undefined;
}
