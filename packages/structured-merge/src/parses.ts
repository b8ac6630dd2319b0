import { parse, type ParseError } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';
import { isScript, parseScript } from './script/parse-script.ts';

/** Whether the text is well-formed for the path's kind; `'not-checked'` for a kind without a parser here. */
export function parses(path: string, text: string): boolean | 'not-checked' {
  if (isScript(path)) return parseScript(path, text) !== undefined;
  if (/\.(?:json|jsonc|webmanifest)$/i.test(path)) return parsesJson(path, text.replace(/^\uFEFF/, ''));
  if (/\.ya?ml$/i.test(path)) return parsesYaml(text);
  return 'not-checked';
}

/** Manifests, which no tool reads with comments. */
const strict = /(?:^|\/)(?:package|package-lock|npm-shrinkwrap|composer|lerna|manifest)\.json$|\.webmanifest$/i;
const tolerant = /(?:^|\/)(?:tsconfig|jsconfig)[^/]*\.json$|(?:^|\/)\.vscode\/|\.jsonc$/i;

function parsesJson(path: string, text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    if (strict.test(path)) return false;
    const errors: ParseError[] = [];
    parse(text, errors, { allowTrailingComma: true });
    return errors.length === 0 && (tolerant.test(path) || /(?:^|\s)\/[/*]/.test(text));
  }
}

function parsesYaml(text: string): boolean {
  try {
    const documents = parseAllDocuments(text);
    return !Array.isArray(documents) || documents.every(({ errors }) => errors.length === 0);
  } catch {
    return false;
  }
}
