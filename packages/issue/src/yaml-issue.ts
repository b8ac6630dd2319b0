import { take, yamlDocument } from './document.ts';
import { fieldsOf, isMapping } from './fields.ts';
import { issueIdOf, type LocalIssueOptions } from './local-issue.ts';
import { linearIssue } from './linear-issue.ts';
import { commonFields } from './parse-issue.ts';
import type { Issue } from './issue.ts';

/**
 * An issue written by hand as YAML, under the names that `Issue` has; only `title` must be there. Without an `id` the file's
 * name is taken. Also reads the YAML of the ancestors' cache.
 * @throws CDEV_E_ISSUE_MALFORMED naming file, line and field
 */
export async function parseYamlIssue(text: string, file: string, options: LocalIssueOptions = {}): Promise<Issue> {
  const document = await yamlDocument(text, file, true);
  const fetchedAt = options.fetchedAt ?? new Date().toISOString();
  if (isMapping(document.value) && 'identifier' in document.value)
    return take(await yamlDocument(text, file, false), file, (value) => linearIssue(value, fetchedAt));
  return take(document, file, (value) => {
    const fields = fieldsOf(value);
    return {
      schemaVersion: 1,
      source: options.source ?? 'file',
      id: issueIdOf(fields, file, fields.required('title')),
      ...commonFields(fields),
      fetchedAt,
    };
  });
}
