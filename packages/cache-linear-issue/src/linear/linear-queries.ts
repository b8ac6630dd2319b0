// What Linear is asked. To check the queries after a change: take packages/sdk/src/schema.graphql of the public repository linear/linear
// and the package `graphql`; `validate(buildSchema(schema), parse(query))` has to give no error for each of them. The tests use a
// fake that knows only the part of the schema that is needed here, so they find a wrong name but no change on Linear's side.

/**
 * The lists of an issue: how many are asked for with the issue itself, and what of each. Small numbers keep a query cheap, since Linear
 * charges for all that a list may hold; the rest of a long list is fetched page by page.
 */
const lists = {
  labels: { first: 20, selection: 'name' },
  children: { first: 20, selection: 'identifier title' },
  relations: { first: 10, selection: 'type relatedIssue { identifier title }' },
  inverseRelations: { first: 10, selection: 'type issue { identifier title }' },
  comments: {
    first: 10,
    selection:
      'id body createdAt user { name displayName } externalUser { name displayName } botActor { name } parent { id }',
  },
  attachments: { first: 10, selection: 'title url sourceType' },
} as const;

export type ListName = keyof typeof lists;

export const listNames = Object.keys(lists) as readonly ListName[];

const page = 'pageInfo { hasNextPage endCursor }';
const firstPages = listNames.map(
  (name) => `${name}(first: ${lists[name].first}) { nodes { ${lists[name].selection} } ${page} }`,
);

const issueFields = `
fragment IssueFields on Issue {
  id identifier url title description priority priorityLabel estimate branchName createdAt updatedAt archivedAt dueDate
  state { name type }
  assignee { name displayName }
  team { key name }
  project { name }
  cycle { number name }
  parent { identifier title }
  ${firstPages.join('\n  ')}
}`;

/** One issue by its identifier. */
export const issueQuery = `query Issue($id: String!) { issue(id: $id) { ...IssueFields } }${issueFields}`;

/** How many issues `issuesQuery` may be asked for at once; more would come near to what Linear allows for one query. */
export const issuesAtOnce = 20;

/** Issues by their internal ids. */
export const issuesQuery = `query Issues($ids: [ID!]!) {
  issues(filter: { id: { in: $ids } }, first: ${issuesAtOnce}, includeArchived: true) { nodes { ...IssueFields } }
}${issueFields}`;

/** Which issues there are and when each was changed: enough to know what to fetch. */
export const changesQuery = `query Changes($filter: IssueFilter!, $after: String) {
  issues(filter: $filter, orderBy: updatedAt, first: 100, after: $after, includeArchived: true) {
    nodes { id identifier updatedAt } ${page}
  }
}`;

/** A further page of a list of one issue. */
export function listQuery(name: ListName): string {
  return `query List($id: String!, $after: String) {
  issue(id: $id) { ${name}(first: 50, after: $after) { nodes { ${lists[name].selection} } ${page} } }
}`;
}

/** The cheapest question that needs a key. */
export const viewerQuery = 'query Viewer { viewer { id } }';
