/**
 * What is asked of an issue. Checked once against Linear's published schema (packages/sdk/src/schema.graphql of linear/linear) with the
 * `graphql` package: `validate(buildSchema(text), parse(query))` must give no error. The schema is not kept here; do that again
 * after every change of a query.
 */
const issueFields = `
fragment IssueFields on Issue {
  id identifier url title description priority priorityLabel estimate branchName createdAt updatedAt archivedAt dueDate
  state { name type }
  assignee { name displayName }
  team { key name }
  project { name }
  cycle { number name }
  parent { identifier title }
  labels(first: 50) { nodes { name } pageInfo { hasNextPage endCursor } }
  children(first: 50) { nodes { identifier title } pageInfo { hasNextPage endCursor } }
  relations(first: 50) { nodes { type relatedIssue { identifier title } } pageInfo { hasNextPage endCursor } }
  inverseRelations(first: 50) { nodes { type issue { identifier title } } pageInfo { hasNextPage endCursor } }
  comments(first: 50) { nodes { ...CommentFields } pageInfo { hasNextPage endCursor } }
  attachments(first: 50) { nodes { title url sourceType } pageInfo { hasNextPage endCursor } }
}
fragment CommentFields on Comment {
  id body createdAt
  user { name displayName }
  externalUser { name displayName }
  botActor { name }
  parent { id }
}`;

export const issueQuery = `query Issue($id: String!) { issue(id: $id) { ...IssueFields } }${issueFields}`;
