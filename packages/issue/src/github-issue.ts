import { fieldsOf, optionalText, type Fields } from './fields.ts';
import { fromService } from './from-service.ts';
import { normaliseIssueId } from './issue-id.ts';
import type { Issue, IssueComment, IssueReference } from './issue.ts';

/** What GitHub's REST API answers about one issue, as it came. */
export interface GithubAnswers {
  readonly issue: unknown;
  readonly comments: readonly unknown[];
  readonly subIssues: readonly unknown[];
  readonly blockedBy: readonly unknown[];
  readonly blocking: readonly unknown[];
  readonly parent?: unknown;
}

/**
 * An issue from what GitHub's REST API answers. `id` is `owner/repository#12`.
 * @throws CDEV_E_ISSUE_MALFORMED naming the field
 */
export function issueFromGithub(id: string, answers: GithubAnswers, fetchedAt: string): Issue {
  return fromService('GitHub', () => githubIssue(id, answers, fetchedAt));
}

function githubIssue(id: string, answers: GithubAnswers, fetchedAt: string): Issue {
  const fields = fieldsOf(answers.issue);
  const assignees = fields.list('assignees', (item) => item.required('login'));
  return {
    schemaVersion: 1,
    source: 'github',
    id: normaliseIssueId(id),
    ...optionalText('url', fields.text('html_url')),
    title: fields.required('title'),
    description: fields.text('body') ?? '',
    state: fields.text('state') ?? '',
    labels: fields.list('labels', (item) => item.required('name')).toSorted(),
    ...optionalText('assignee', assignees.join(', ')),
    ...optionalText('project', fields.mapping('milestone')?.text('title')),
    ...(answers.parent !== undefined && { parent: reference(fieldsOf(answers.parent, ['parent'])) }),
    children: references(answers.subIssues, 'subIssues'),
    relations: [
      ...references(answers.blockedBy, 'blockedBy').map((other) => ({ type: 'blocked by', ...other })),
      ...references(answers.blocking, 'blocking').map((other) => ({ type: 'blocks', ...other })),
    ],
    comments: answers.comments.map((item, index) => comment(fieldsOf(item, ['comments', index]))),
    attachments: [],
    ...optionalText('createdAt', fields.text('created_at')),
    ...optionalText('updatedAt', fields.text('updated_at')),
    fetchedAt,
    ...optionalText('workspace', normaliseIssueId(id).split('/')[0]),
    raw: answers,
  };
}

function references(items: readonly unknown[], name: string): readonly IssueReference[] {
  return items.map((item, index) => reference(fieldsOf(item, [name, index])));
}

/** An issue that another speaks of; it may be in another repository. */
function reference(fields: Fields): IssueReference {
  const repository = /\/repos\/([^/]+\/[^/]+)$/.exec(fields.required('repository_url'))?.[1];
  const number = fields.number('number') ?? fields.refuse('number', 'is missing');
  return {
    id: normaliseIssueId(`${repository ?? fields.refuse('repository_url', 'names no repository')}#${number}`),
    ...fields.optional('title'),
  };
}

function comment(fields: Fields): IssueComment {
  return {
    author: fields.mapping('user')?.text('login') ?? '',
    createdAt: fields.text('created_at') ?? '',
    body: fields.text('body') ?? '',
    ...optionalText('id', fields.number('id')?.toString()),
  };
}
