import { byOdds } from './choice/choose.ts';
import { sketchOf } from './choice/file-sketch.ts';
import type { MergeRule } from './merge-result.ts';
import { byMembers } from './script/merge-members.ts';
import { isScript } from './script/parse-script.ts';
import { tokenizeScript } from './script/tokenize-script.ts';
import { wordsOf } from './text/entangled.ts';
import type { HunkRule } from './text/hunk.ts';
import { byTokens, ignoreFormat } from './text/hunk-rules.ts';
import { keepBothAdditions } from './text/merge-added-prose.ts';
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
  const words = { base: wordsOf(texts.base), ours: wordsOf(texts.ours), theirs: wordsOf(texts.theirs) };
  if (rule === 'imports') {
    const rules = [ignoreFormat(tokenizeScript), byTokens(tokenizeScript, words), byMembers(path, texts)];
    return isScript(path) ? [byOdds({ rules, tokenize: tokenizeScript, file: sketchOf(texts) }, takesSides)] : rules;
  }
  const tokenize = freeForm.test(path) ? tokenizeWords : tokenizeLines;
  const rules = [ignoreFormat(tokenize), byTokens(tokenize, words)];
  return /\.(?:md|mdx|markdown)$/i.test(path) ? [...rules, keepBothAdditions] : rules;
}
