import { isScriptLanguage, languageOf } from '../inventory/language-of.ts';
import { declarationsByIndent } from './declarations-by-indent.ts';
import type { Declaration } from './declaration.ts';

/** A class longer than this is given as its members. */
const splitAbove = 40;

/**
 * What a file declares, in the order of its lines and without overlap: JavaScript and TypeScript as parsed, other languages by
 * their words and indentation. Imports and other statements at the top are left out.
 */
export async function declarationsOf(path: string, text: string): Promise<readonly Declaration[]> {
  const language = languageOf(path);
  const isScript = isScriptLanguage(language) && !/^(?:vue|svelte|astro)$/.test(language);
  const parsed = isScript
    ? (await import('./parsed-declarations.ts')).parsedDeclarations(path, text, splitAbove)
    : undefined;
  return withoutOverlap(withLeads(parsed ?? declarationsByIndent(text, splitAbove), text.split('\n')));
}

const lead = /^\s*(?:\/\/|\/\*|\*|@|#\[|#(?!!|include|define|if|endif)|--|""")/;

/** Comments and decorators directly above belong to what they stand above. */
function withLeads(declarations: readonly Declaration[], lines: readonly string[]): Declaration[] {
  return declarations.map((declaration) => {
    let { startLine } = declaration;
    while (startLine > 1 && lead.test(lines[startLine - 2] ?? '')) startLine -= 1;
    return { ...declaration, startLine };
  });
}

/** Several on one line, or a comment that two lay claim to: the first has it. */
function withoutOverlap(declarations: readonly Declaration[]): readonly Declaration[] {
  const kept: Declaration[] = [];
  for (const declaration of declarations.toSorted((a, b) => a.startLine - b.startLine || b.endLine - a.endLine)) {
    const from = Math.max(declaration.startLine, (kept.at(-1)?.endLine ?? 0) + 1);
    if (from <= declaration.endLine) kept.push({ ...declaration, startLine: from });
  }
  return kept;
}
