import { byOdds } from './choice/choose.ts';
import { sketchOf } from './choice/file-sketch.ts';
import { keepParagraphs } from './markdown/keep-paragraphs.ts';
import { isMarkdown } from './markdown/markdown-lines.ts';
import { byEntries } from './markdown/merge-lists.ts';
import type { MergeRule } from './merge-result.ts';
import { byMembers } from './script/merge-members.ts';
import { isScript } from './script/parse-script.ts';
import { tokenizeScript } from './script/tokenize-script.ts';
import { wordsOf, type FileWords } from './text/entangled.ts';
import type { HunkRule } from './text/hunk.ts';
import { byTokens, ignoreFormat } from './text/hunk-rules.ts';
import type { Texts } from './text/merge-lines.ts';
import { tokenizeLines, tokenizeWords } from './text/tokenize.ts';
import { unionFor } from './union-for.ts';

/** Languages in which white space at a line's start means nothing; elsewhere it is taken to mean something. */
const freeForm =
  /\.(?:[cm]?[jt]sx?|jsonc?|json5|css|scss|less|html?|xml|svg|vue|svelte|rs|go|java|kt|c|h|cc|cpp|hpp|cs|swift|php|sql|graphql|proto|toml|sh)$/i;

interface Kind {
  readonly path: string;
  /** As in a merge's input. */
  readonly takesSides?: boolean | undefined;
}

/** What may decide a conflict of lines, in order. */
export function hunkRulesFor(rule: MergeRule, texts: Texts, { path, takesSides = false }: Kind): HunkRule[] {
  if (rule === 'union') return [unionFor(path)];
  if (rule === 'imports') {
    const rules = rulesForScripts(path, texts);
    return isScript(path) ? [byOdds({ rules, tokenize: tokenizeScript, file: sketchOf(texts) }, takesSides)] : rules;
  }
  const words = wordsOfAll(texts);
  const tokenize = freeForm.test(path) ? tokenizeWords : tokenizeLines;
  if (isMarkdown(path))
    return [ignoreFormat(tokenize), byTokens(tokenize, words), byEntries(texts), keepParagraphs(texts)];
  return [ignoreFormat(tokenize), byTokens(tokenize, words)];
}

/** What decides a conflict in a script without weighing it, in order. */
export function rulesForScripts(path: string, texts: Texts): HunkRule[] {
  return [ignoreFormat(tokenizeScript), byTokens(tokenizeScript, wordsOfAll(texts)), byMembers(path, texts)];
}

function wordsOfAll({ base, ours, theirs }: Texts): FileWords {
  return { base: wordsOf(base), ours: wordsOf(ours), theirs: wordsOf(theirs) };
}
