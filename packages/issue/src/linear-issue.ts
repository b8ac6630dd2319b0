import { fieldsOf, optionalText, type Fields } from './fields.ts';
import { fromService } from './from-service.ts';
import { normaliseIssueId } from './issue-id.ts';
import type { Issue, IssueAttachment, IssueComment, IssueReference, IssueRelation } from './issue.ts';

const priorities: readonly (string | undefined)[] = [undefined, 'urgent', 'high', 'medium', 'low'];

/**
 * An issue from what Linear's GraphQL API answers for one, with whatever part of its fields was asked for. Connections are taken
 * as `{ nodes: […] }`.
 * @throws CDEV_E_ISSUE_MALFORMED naming the field
 */
export function issueFromLinear(raw: unknown, fetchedAt: string): Issue {
  return fromService('Linear', () => linearIssue(raw, fetchedAt));
}

/** The same for the readers of files, which know the line too. @throws FieldProblem */
export function linearIssue(raw: unknown, fetchedAt: string): Issue {
  const fields = fieldsOf(raw);
  const estimate = fields.number('estimate');
  const priority = priorities[fields.number('priority') ?? 0];
  const parent = fields.mapping('parent');
  const cycle = fields.mapping('cycle');
  const url = fields.text('url');
  return {
    schemaVersion: 1,
    source: 'linear',
    id: normaliseIssueId(fields.required('identifier')),
    ...optionalText('url', url),
    title: fields.required('title'),
    description: fields.text('description') ?? '',
    state: fields.mapping('state')?.text('name') ?? '',
    labels: nodes(fields, 'labels', (item) => item.required('name')).toSorted(),
    ...(estimate !== undefined && { estimate }),
    ...optionalText('priority', priority),
    ...optionalText('assignee', personIn(fields, 'assignee')),
    ...optionalText('project', fields.mapping('project')?.text('name')),
    ...optionalText('cycle', cycle?.text('name') ?? cycle?.number('number')?.toString()),
    ...optionalText('team', teamIn(fields)),
    ...(parent && { parent: reference(parent) }),
    children: nodes(fields, 'children', reference),
    relations: [...nodes(fields, 'relations', relation), ...nodes(fields, 'inverseRelations', inverseRelation)],
    comments: nodes(fields, 'comments', comment).toSorted(byTime),
    attachments: nodes(fields, 'attachments', attachment),
    ...fields.optional('branchName'),
    ...fields.optional('createdAt'),
    ...fields.optional('updatedAt'),
    fetchedAt,
    ...optionalText('workspace', /^https:\/\/linear\.app\/([^/]+)\//.exec(url ?? '')?.[1]),
    raw,
  };
}

/** The items of a connection; none when it was not asked for. */
function nodes<Item>(fields: Fields, name: string, read: (item: Fields) => Item): readonly Item[] {
  return fields.mapping(name)?.list('nodes', read) ?? [];
}

function personIn(fields: Fields, name: string): string | undefined {
  const person = fields.mapping(name);
  return person?.text('displayName') ?? person?.text('name');
}

function teamIn(fields: Fields): string | undefined {
  const team = fields.mapping('team');
  return team?.text('key') ?? team?.text('name');
}

function reference(fields: Fields): IssueReference {
  return { id: fields.required('identifier'), ...fields.optional('title') };
}

function relation(fields: Fields): IssueRelation {
  const other = fields.mapping('relatedIssue') ?? fields.refuse('relatedIssue', 'is missing');
  return { type: fields.required('type'), ...reference(other) };
}

const seenFromTheOther: Readonly<Record<string, string>> = { blocks: 'blocked by', duplicate: 'duplicated by' };

function inverseRelation(fields: Fields): IssueRelation {
  const type = fields.required('type');
  const other = fields.mapping('issue') ?? fields.refuse('issue', 'is missing');
  return { type: seenFromTheOther[type] ?? type, ...reference(other) };
}

function comment(fields: Fields): IssueComment {
  const author =
    personIn(fields, 'user') ?? personIn(fields, 'externalUser') ?? fields.mapping('botActor')?.text('name');
  return {
    author: author ?? '',
    createdAt: fields.text('createdAt') ?? '',
    body: fields.text('body') ?? '',
    ...fields.optional('id'),
    ...optionalText('parent', fields.mapping('parent')?.text('id')),
  };
}

function byTime(one: IssueComment, other: IssueComment): number {
  return Number(one.createdAt > other.createdAt) - Number(one.createdAt < other.createdAt);
}

function attachment(fields: Fields): IssueAttachment {
  return {
    title: fields.text('title') ?? '',
    url: fields.required('url'),
    ...fields.optional('sourceType'),
  };
}
