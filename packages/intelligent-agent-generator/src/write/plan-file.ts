import { isUtf8 } from 'node:buffer';
import { lstat, readFile, realpath } from 'node:fs/promises';
import type { CdevError } from '@cdev/core/errors';
import { errors } from '../errors.ts';
import { readSignature, signText, type Mark } from './mark.ts';
import { findSection, putSection, wrapSection } from './section.ts';

export interface PlanFileOptions {
  /** Absolute. */
  readonly file: string;
  /** How the file is called in messages. */
  readonly shown: string;
  readonly text: string;
  /** The agent it is about. */
  readonly name: string;
  /** Digest of the requirement. */
  readonly requirement: string;
  readonly comment: 'html' | 'hash' | 'section';
}

/** What would be done to one file. */
export interface PlannedFile {
  /** Absolute; where a link leads. */
  readonly file: string;
  readonly shown: string;
  readonly action: 'create' | 'replace' | 'unchanged' | 'add-section' | 'replace-section';
  /** The whole file as it will be. */
  readonly content: string;
  /** The whole file as it is; undefined when there is none. */
  readonly before: string | undefined;
  /** Why somebody has to agree first. */
  readonly doubt: string | undefined;
}

/**
 * Compares what is to be written with what is there.
 * @throws CDEV_E_AGENT_GENERATOR_MARKERS_BROKEN, CDEV_E_AGENT_GENERATOR_NOT_WRITTEN
 */
export async function planFile(options: PlanFileOptions): Promise<PlannedFile> {
  const { shown, comment } = options;
  const file = await followLink(options.file, shown);
  const bytes = await readIfThere(file, shown);
  // All around a section is written again, and would be spoilt.
  if (comment === 'section' && bytes && !isUtf8(bytes)) throw notWritten(shown, 'it is not UTF-8');
  const before = bytes?.toString('utf8');
  const change = comment === 'section' ? planSection(options, before) : planWhole(options, before, comment);
  return {
    file,
    shown,
    before,
    ...change,
    ...(change.content === before && { action: 'unchanged', doubt: undefined }),
  };
}

type Change = Pick<PlannedFile, 'action' | 'content' | 'doubt'>;

function planWhole(
  { text, requirement }: PlanFileOptions,
  before: string | undefined,
  comment: 'html' | 'hash',
): Change {
  const content = signText(text, { requirement, comment });
  if (before === undefined) return { action: 'create', content, doubt: undefined };
  const mark = readSignature(before);
  return { action: 'replace', content, doubt: mark ? doubtOf(mark, requirement) : 'was not written by this script' };
}

function planSection({ text, name, requirement, shown }: PlanFileOptions, before: string | undefined): Change {
  const old = findSection(before ?? '', { file: shown, name });
  const content = putSection(before ?? '', wrapSection(text, name, requirement), old);
  if (before === undefined) return { action: 'create', content, doubt: undefined };
  if (!old) return { action: 'add-section', content, doubt: undefined };
  return { action: 'replace-section', content, doubt: doubtOf(old.mark, requirement) };
}

function doubtOf({ requirement: written, isUntouched }: Mark, requirement: string): string | undefined {
  if (!isUntouched) return 'was changed since this script wrote it';
  return written === requirement ? undefined : 'is for another requirement';
}

/** AGENTS.md is often a link to another assistant's file, or the other way round; the file is written, not the link. */
async function followLink(file: string, shown: string): Promise<string> {
  const isLink = await lstat(file).then(
    (entry) => entry.isSymbolicLink(),
    () => false,
  );
  if (!isLink) return file;
  return realpath(file).catch((cause) => {
    throw notWritten(shown, 'it is a link that leads nowhere', cause);
  });
}

async function readIfThere(file: string, shown: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    const problem = code === 'EISDIR' ? 'it is a folder' : code === 'ENOTDIR' ? 'a part of its path is a file' : code;
    throw notWritten(shown, problem, cause);
  }
}

function notWritten(file: string, problem: string, cause?: unknown): CdevError {
  return errors.make('CDEV_E_AGENT_GENERATOR_NOT_WRITTEN', { file, problem }, { cause });
}
