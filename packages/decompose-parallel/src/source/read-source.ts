import { basename, extname, resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import type { PlannedIssue } from '@cdev/deployment-plan';
import { findIssue, issueDigest, parseMarkdownIssue, parseYamlIssue, withoutNumber, type Issue } from '@cdev/issue';
import { errors } from '../errors.ts';
import { shortened } from '../requirement/shortened.ts';
import { readText } from './read-text.ts';

export interface Source {
  readonly title: string;
  readonly text: string;
  readonly issue: PlannedIssue | undefined;
}

export interface SourceOptions {
  readonly reference: string | undefined;
  readonly file: string | undefined;
  readonly text: string | undefined;
}

/** What is to be decomposed: a cached issue, a file, or a text. Exactly one must be given. */
export async function readSource(
  { reference, file, text }: SourceOptions,
  context: Context,
  commonDir: string,
): Promise<Source> {
  const given = Object.entries({ [`issue ${reference}`]: reference, '--file': file, '--text': text }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) throw errors.make('CDEV_E_DECOMPOSE_NOTHING_GIVEN');
  if (given.length > 1)
    throw errors.make('CDEV_E_DECOMPOSE_TWO_SOURCES', { sources: given.map(([name]) => name).join(', ') });
  const source =
    reference !== undefined
      ? await fromReference(reference, context, commonDir)
      : file !== undefined
        ? await fromFile(file, context)
        : fromText(text ?? '');
  if (source.text.trim() === '' && source.title.trim() === '')
    throw errors.make('CDEV_E_DECOMPOSE_TEXT_EMPTY', { source: given[0]?.[0] ?? '' });
  return source;
}

async function fromReference(reference: string, context: Context, commonDir: string): Promise<Source> {
  // A path to an issue file is what people type too.
  if (/\.(?:md|markdown|ya?ml)$/i.test(reference)) return fromFile(reference, context);
  const found = await findIssue({ id: reference, cwd: context.cwd, commonDir, home: context.home });
  if (!found) throw errors.make('CDEV_E_DECOMPOSE_ISSUE_NOT_CACHED', { id: reference });
  return fromIssue(found.issue);
}

async function fromFile(file: string, { cwd, clock }: Context): Promise<Source> {
  const path = resolve(cwd, file);
  const text = await readText(file, cwd);
  if (text.includes('\0'))
    throw errors.make('CDEV_E_DECOMPOSE_FILE_UNREADABLE', { file, reason: 'it is not a text file' });
  const fetchedAt = clock().toISOString();
  if (/\.ya?ml$/i.test(path)) return fromIssue(await parseYamlIssue(text, path, { fetchedAt }));
  if (text.trim() === '') return { title: '', text: '', issue: undefined };
  const issue = await parseMarkdownIssue(text, path, { fetchedAt });
  return fromIssue({ ...issue, title: issue.title || basename(path, extname(path)) });
}

function fromText(text: string): Source {
  const lines = text.split('\n').map((line) => line.trim().replace(/^#+\s*/, ''));
  const title = lines.map(withoutNumber).find((line) => line !== '') ?? lines.find((line) => line !== '') ?? '';
  return { title: shortened(title), text, issue: undefined };
}

function fromIssue(issue: Issue): Source {
  const { id, title, url, description } = issue;
  const digest = issueDigest(issue);
  return { title, text: description, issue: { id, title, ...(url !== undefined && { url }), digest } };
}
