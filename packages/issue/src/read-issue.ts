import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { jsonDocument, take } from './document.ts';
import { errors } from './errors.ts';
import { isMapping } from './fields.ts';
import type { Issue } from './issue.ts';
import { linearIssue } from './linear-issue.ts';
import type { LocalIssueOptions } from './local-issue.ts';
import { parseMarkdownIssue } from './markdown-issue.ts';
import { parseIssue } from './parse-issue.ts';
import { parseYamlIssue } from './yaml-issue.ts';

/**
 * An issue from a file in any form that is known, told by the extension and what stands in it: the cache of this house (JSON), the
 * ancestors' cache (JSON or YAML as Linear answered), YAML, or Markdown.
 * @throws CDEV_E_ISSUE_UNREADABLE, CDEV_E_ISSUE_MALFORMED, CDEV_E_ISSUE_SCHEMA_NEWER
 */
export async function readIssue(file: string, options: LocalIssueOptions = {}): Promise<Issue> {
  const text = await textOf(file);
  const extension = extname(file).toLowerCase();
  if (extension === '.yaml' || extension === '.yml') return parseYamlIssue(text, file, options);
  if (extension !== '.json') return parseMarkdownIssue(text, file, options);
  const document = jsonDocument(text, file);
  if (!isMapping(document.value) || 'schemaVersion' in document.value || !('identifier' in document.value))
    return parseIssue(text, file);
  const fetchedAt = options.fetchedAt ?? new Date().toISOString();
  return take(document, file, (value) => linearIssue(value, fetchedAt));
}

/** More than any issue holds; what is larger is some other file. */
const maxBytes = 10_000_000;

async function textOf(file: string): Promise<string> {
  const unreadable = (problem: string, cause?: unknown): never => {
    throw errors.make('CDEV_E_ISSUE_UNREADABLE', { file, problem }, { cause });
  };
  try {
    const { size } = await stat(file);
    if (size > maxBytes) return unreadable('it is larger than 10 MB');
    const text = await readFile(file, 'utf8');
    return text.includes('\0') ? unreadable('it is no text') : text;
  } catch (cause) {
    if (isCdevError(cause)) throw cause;
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    return unreadable(code === 'ENOENT' ? 'it is not there' : code === 'EISDIR' ? 'it is a folder' : code, cause);
  }
}
