import { jsonDocument, take } from './document.ts';
import { errors } from './errors.ts';
import { fieldsOf, isMapping, type Fields } from './fields.ts';
import { normaliseIssueId } from './issue-id.ts';
import { issueSources, type Issue, type IssueReference } from './issue.ts';

/**
 * A cached issue from its text. `file` stands in the messages.
 * @throws CDEV_E_ISSUE_MALFORMED naming file, line and field; CDEV_E_ISSUE_SCHEMA_NEWER; CDEV_E_ISSUE_ID_INVALID
 */
export async function parseIssue(text: string, file: string): Promise<Issue> {
  const document = jsonDocument(text, file);
  assertVersion(document.value, file);
  return take(document, file, cachedIssue);
}

function assertVersion(value: unknown, file: string): void {
  const version = isMapping(value) ? value['schemaVersion'] : undefined;
  if (typeof version === 'number' && version > 1)
    throw errors.make('CDEV_E_ISSUE_SCHEMA_NEWER', { file, version: String(version) });
}

function cachedIssue(value: unknown): Issue {
  const fields = fieldsOf(value);
  if (fields.number('schemaVersion') !== 1) fields.refuse('schemaVersion', 'must be 1');
  const source = issueSources.find((name) => name === fields.required('source'));
  return {
    schemaVersion: 1,
    source: source ?? fields.refuse('source', `must be one of ${issueSources.join(', ')}`),
    id: normaliseIssueId(fields.required('id')),
    ...commonFields(fields),
    fetchedAt: fields.required('fetchedAt'),
    ...(isMapping(value) && 'raw' in value && { raw: value['raw'] }),
  };
}

/** What an issue has under the same names in every form of this house. */
export function commonFields(fields: Fields): Omit<Issue, 'schemaVersion' | 'source' | 'id' | 'fetchedAt' | 'raw'> {
  const estimate = fields.number('estimate');
  const parent = fields.mapping('parent');
  return {
    ...fields.optional('url'),
    title: fields.required('title'),
    description: fields.text('description') ?? '',
    state: fields.text('state') ?? '',
    labels: fields.texts('labels'),
    ...(estimate !== undefined && { estimate }),
    ...fields.optional('priority'),
    ...fields.optional('assignee'),
    ...fields.optional('project'),
    ...fields.optional('cycle'),
    ...fields.optional('team'),
    ...(parent && { parent: reference(parent) }),
    children: fields.list('children', reference),
    relations: fields.list('relations', (item) => ({ type: item.required('type'), ...reference(item) })),
    comments: fields.list('comments', (item) => ({
      author: item.text('author') ?? '',
      createdAt: item.text('createdAt') ?? '',
      body: item.text('body') ?? '',
      ...item.optional('id'),
      ...item.optional('parent'),
    })),
    attachments: fields.list('attachments', (item) => ({
      title: item.text('title') ?? '',
      url: item.required('url'),
      ...item.optional('sourceType'),
    })),
    ...fields.optional('branchName'),
    ...fields.optional('createdAt'),
    ...fields.optional('updatedAt'),
    ...fields.optional('workspace'),
  };
}

function reference(fields: Fields): IssueReference {
  return { id: fields.required('id'), ...fields.optional('title') };
}
