import { resolve } from 'node:path';
import { truncateText, type Context } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { findIssue, readIssue, type Issue } from '@cdev/issue';
import { errors } from '../errors.ts';
import type { Requirement } from './requirement.ts';

export interface RequirementSource {
  /** The requirement itself; `-` for what stands on stdin. */
  readonly text: string | undefined;
  /** The id of a cached issue, or the path of an issue's file. */
  readonly issue: string | undefined;
  /** Markdown, YAML, JSON or plain text. */
  readonly file: string | undefined;
}

/**
 * The requirement from the one source that is given.
 * @throws CDEV_E_AGENT_GENERATOR_NOTHING_ASKED, _TWO_SOURCES, _TEXT_EMPTY, _ISSUE_NOT_CACHED; CDEV_E_ISSUE_* for files
 */
export async function readRequirement(
  { text, issue, file }: RequirementSource,
  context: Context,
  commonDir: string | undefined,
): Promise<Requirement> {
  const given = Object.entries({ 'a text': text, '--issue': issue, '--file': file }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length > 1)
    throw errors.make('CDEV_E_AGENT_GENERATOR_TWO_SOURCES', { sources: given.map(([name]) => name).join(', ') });
  if (issue !== undefined) return fromIssueReference(issue, context, commonDir);
  if (file !== undefined) return fromFile(file, context);
  if (text === undefined) throw errors.make('CDEV_E_AGENT_GENERATOR_NOTHING_ASKED');
  return text === '-' ? fromText(await context.stdin(), 'stdin') : fromText(text, 'the text given');
}

function fromText(given: string, source: string): Requirement {
  const text = stripControl(given).trim();
  if (text === '') throw errors.make('CDEV_E_AGENT_GENERATOR_TEXT_EMPTY', { source });
  const [first = ''] = text.split('\n');
  return { title: truncateText(first.replace(/^#+\s*/, '').trim(), 80), text, source };
}

async function fromIssueReference(
  reference: string,
  context: Context,
  commonDir: string | undefined,
): Promise<Requirement> {
  // A path to an issue's file is what people type too.
  if (/\.(?:md|markdown|ya?ml|json)$/i.test(reference)) return fromFile(reference, context);
  const found = await findIssue({ id: reference, cwd: context.cwd, commonDir, home: context.home });
  if (!found) throw errors.make('CDEV_E_AGENT_GENERATOR_ISSUE_NOT_CACHED', { id: reference });
  return fromIssue(found.issue, `issue ${found.issue.id}`);
}

async function fromFile(file: string, { cwd, clock }: Context): Promise<Requirement> {
  const issue = await readIssue(resolve(cwd, file), { fetchedAt: clock().toISOString() });
  const { issue: _, ...requirement } = fromIssue(issue, file);
  return requirement;
}

function fromIssue({ id, url, title, description }: Issue, source: string): Requirement {
  return {
    title: stripControl(title).replaceAll(/\s+/g, ' ').trim(),
    text: stripControl(description).trim(),
    source,
    issue: { id, ...(url !== undefined && { url }) },
  };
}
