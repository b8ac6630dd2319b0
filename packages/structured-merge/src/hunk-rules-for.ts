import { byOdds } from './choice/choose.ts';
import type { FileSketch } from './choice/file-sketch.ts';
import { keepParagraphs } from './markdown/keep-paragraphs.ts';
import { isMarkdown, readMarkdown } from './markdown/markdown-lines.ts';
import { byEntries } from './markdown/merge-lists.ts';
import type { MergeRule } from './merge-result.ts';
import { byMembers } from './script/merge-members.ts';
import { isScript } from './script/parse-script.ts';
import { tokenizeScript } from './script/tokenize-script.ts';
import { wordsOf, type FileWords } from './text/entangled.ts';
import { named, type HunkRule } from './text/hunk.ts';
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
  /** Of the texts: asked for where choices are weighed. */
  readonly sketch: () => FileSketch;
}

/** What may decide a conflict of lines, in order. */
export function hunkRulesFor(rule: MergeRule, texts: Texts, { path, takesSides = false, sketch }: Kind): HunkRule[] {
  if (rule === 'union') return [named('union', unionFor(path))];
  if (rule === 'imports') {
    const rules = rulesForScripts(path, texts);
    if (!isScript(path)) return rules;
    return [named('odds', byOdds({ rules, tokenize: tokenizeScript, file: sketch() }, takesSides))];
  }
  const words = wordsOfAll(texts);
  const tokenize = freeForm.test(path) ? tokenizeWords : tokenizeLines;
  const inText = [named('whitespace', ignoreFormat(tokenize)), named('token', byTokens(tokenize, words))];
  if (!isMarkdown(path)) return inText;
  const versions = readMarkdown(texts);
  return [...inText, named('list', byEntries(versions)), named('paragraphs', keepParagraphs(versions))];
}

/** What decides a conflict in a script without weighing it, in order. */
export function rulesForScripts(path: string, texts: Texts): HunkRule[] {
  return [
    named('whitespace', ignoreFormat(tokenizeScript)),
    named('token', byTokens(tokenizeScript, wordsOfAll(texts))),
    named('members', byMembers(path, texts)),
  ];
}

function wordsOfAll({ base, ours, theirs }: Texts): FileWords {
  return { base: wordsOf(base), ours: wordsOf(ours), theirs: wordsOf(theirs) };
}
