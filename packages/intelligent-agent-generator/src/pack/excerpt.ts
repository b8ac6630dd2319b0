import { posix } from 'node:path';
import { isCodeLanguage, rankDeclarations, type RankedDeclaration, type RepositoryIndex } from '@cdev/code-graph';
import { redact } from '@cdev/core/log';
import type { AgentBrief } from '../brief/agent-brief.ts';
import type { FileTexts } from '../brief/read-file-texts.ts';
import { queryOf } from '../requirement/requirement.ts';
import { code, fence } from './markdown.ts';

/** Lines of a file that the task is about. */
export interface Excerpt {
  readonly path: string;
  /** The declaration they are of; empty for a whole file. */
  readonly name: string;
  /** 1-based, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
}

export interface ExcerptSources {
  readonly brief: AgentBrief;
  readonly index: RepositoryIndex;
  readonly texts: FileTexts;
}

const perFile = 6;
const smallestScore = 0.25;
/** A test shows how a thing is used, which is worth less than the thing. */
const worthOfTest = 0.5;

/** The declarations of the ranked files that the task is about, best first: by the file's score times their own. */
export async function findExcerpts({ brief, index, texts }: ExcerptSources): Promise<readonly Excerpt[]> {
  const query = queryOf(brief.requirement);
  const languages = new Map(index.inventory.files.map(({ path, language }) => [path, language]));
  const found: { readonly excerpt: Excerpt; readonly worth: number }[] = [];
  for (const { path, score, isTest } of brief.files) {
    const text = texts.get(path);
    if (text === undefined || !isCodeLanguage(languages.get(path) ?? 'unknown')) continue;
    const ranked = await rankDeclarations({ query, index, path, text });
    const best = ranked.filter((declaration) => declaration.score >= smallestScore).slice(0, perFile);
    const worth = score * (isTest ? worthOfTest : 1);
    for (const declaration of best)
      found.push({ excerpt: excerptOf(path, declaration), worth: worth * declaration.score });
  }
  return found.toSorted((a, b) => b.worth - a.worth).map(({ excerpt }) => excerpt);
}

function excerptOf(path: string, { name, startLine, endLine, whole }: RankedDeclaration): Excerpt {
  return {
    path,
    name: whole ? `${name}, part of lines ${whole.startLine} to ${whole.endLine}` : name,
    startLine,
    endLine,
  };
}

const wholeFiles = 3;
const largestWhole = 300;

/** Files of which the whole may be worth showing once all excerpts are: the best ones that are not long. */
export function wholeFileExcerpts({ brief, texts }: Pick<ExcerptSources, 'brief' | 'texts'>): readonly Excerpt[] {
  return brief.files
    .filter(({ path, isTest, lines }) => !isTest && lines > 0 && lines <= largestWhole && texts.has(path))
    .slice(0, wholeFiles)
    .map(({ path, lines }) => ({ path, name: '', startLine: 1, endLine: lines }));
}

/** An excerpt as Markdown; credentials of a known shape are masked, and it says so. */
export function excerptText({ path, name, startLine, endLine }: Excerpt, texts: FileTexts): string {
  const lines = (texts.get(path) ?? '').split('\n').slice(startLine - 1, endLine);
  const what = name === '' ? ', the whole file' : `, ${name}`;
  const text = lines.join('\n');
  const shown = redact(text);
  const masked = shown === text ? '' : '; what looks like a credential is masked';
  const place = `${code(path)} lines ${startLine} to ${endLine}${what}${masked}`;
  return `${place}\n\n${fence(shown, posix.extname(path).slice(1))}`;
}

/** Those of one file together and in order, neighbours as one; files in the order of their first. */
export function joinExcerpts(excerpts: readonly Excerpt[]): readonly Excerpt[] {
  return [...Map.groupBy(excerpts, ({ path }) => path).values()].flatMap((ofFile) => {
    const joined: Excerpt[] = [];
    for (const next of ofFile.toSorted((a, b) => a.startLine - b.startLine || b.endLine - a.endLine)) {
      const last = joined.at(-1);
      if (last && next.endLine <= last.endLine) continue;
      if (last && next.startLine <= last.endLine + 2)
        joined.splice(-1, 1, { ...last, name: `${last.name}, ${next.name}`, endLine: next.endLine });
      else joined.push(next);
    }
    return joined;
  });
}
