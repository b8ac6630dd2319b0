import type { DocumentNode, ExecutionResult, GraphQLSchema, SelectionSetNode } from 'graphql';
import type { FakeLinearIssue } from './fake-linear.ts';

/** The part of Linear's schema that programs of this house ask for, in names and types that Linear has. */
const definitions = `
  scalar DateTime
  scalar DateTimeOrDuration
  scalar TimelessDate
  type Query {
    viewer: User!
    issue(id: String!): Issue!
    issues(filter: IssueFilter, first: Int, after: String, includeArchived: Boolean, orderBy: PaginationOrderBy): IssueConnection!
  }
  enum PaginationOrderBy { createdAt updatedAt }
  input IssueFilter {
    and: [IssueFilter!] or: [IssueFilter!]
    id: IssueIDComparator updatedAt: DateComparator searchableContent: ContentComparator
    team: TeamFilter project: NullableProjectFilter cycle: NullableCycleFilter
  }
  input IssueIDComparator { in: [ID!] }
  input DateComparator { gte: DateTimeOrDuration }
  input ContentComparator { contains: String }
  input StringComparator { eq: String eqIgnoreCase: String }
  input NumberComparator { eq: Float }
  input BooleanComparator { eq: Boolean }
  input TeamFilter { key: StringComparator name: StringComparator or: [TeamFilter!] }
  input NullableProjectFilter { name: StringComparator slugId: StringComparator or: [NullableProjectFilter!] }
  input NullableCycleFilter { number: NumberComparator name: StringComparator isActive: BooleanComparator }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type User { id: ID! name: String! displayName: String! }
  type ExternalUser { name: String! displayName: String! }
  type ActorBot { name: String }
  type WorkflowState { name: String! type: String! }
  type Team { key: String! name: String! }
  type Project { name: String! }
  type Cycle { number: Float! name: String }
  type IssueLabel { name: String! }
  type IssueRelation { type: String! issue: Issue! relatedIssue: Issue! }
  type Comment {
    id: ID! body: String! createdAt: DateTime! user: User externalUser: ExternalUser botActor: ActorBot parent: Comment
  }
  type Attachment { title: String! url: String! sourceType: String }
  type IssueConnection { nodes: [Issue!]! pageInfo: PageInfo! }
  type IssueLabelConnection { nodes: [IssueLabel!]! pageInfo: PageInfo! }
  type IssueRelationConnection { nodes: [IssueRelation!]! pageInfo: PageInfo! }
  type CommentConnection { nodes: [Comment!]! pageInfo: PageInfo! }
  type AttachmentConnection { nodes: [Attachment!]! pageInfo: PageInfo! }
  type Issue {
    id: ID! identifier: String! url: String! title: String! description: String
    priority: Float! priorityLabel: String! estimate: Float branchName: String!
    createdAt: DateTime! updatedAt: DateTime! archivedAt: DateTime dueDate: TimelessDate
    state: WorkflowState! assignee: User team: Team! project: Project cycle: Cycle parent: Issue
    labels(first: Int, after: String): IssueLabelConnection!
    children(first: Int, after: String): IssueConnection!
    relations(first: Int, after: String): IssueRelationConnection!
    inverseRelations(first: Int, after: String): IssueRelationConnection!
    comments(first: Int, after: String): CommentConnection!
    attachments(first: Int, after: String): AttachmentConnection!
  }
`;

let built: GraphQLSchema | undefined;

interface Executed {
  /** Points, as Linear counts them. */
  readonly complexity: number;
  readonly result: ExecutionResult;
}

/** Checks a query against the schema and executes it on the issues. */
export async function executeLinearQuery(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  issues: readonly FakeLinearIssue[],
): Promise<Executed> {
  const { buildSchema, execute, parse, validate } = await import('graphql');
  built ??= buildSchema(definitions);
  const schema = built;
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return { complexity: 0, result: { errors } };
  const result = await execute({ schema, document, variableValues: variables, rootValue: root(issues) });
  return { complexity: complexityOf(document), result };
}

interface PageArguments {
  readonly first?: number;
  readonly after?: string;
}

type Filter = Readonly<Record<string, unknown>>;

function root(issues: readonly FakeLinearIssue[]): object {
  return {
    viewer: { id: 'user-1', name: 'Ada Lovelace', displayName: 'ada' },
    issue: ({ id }: { id: string }) => {
      const found = issues.find(({ identifier }) => identifier === id || uuid(identifier) === id);
      if (!found) throw new Error('Entity not found: Issue');
      return resolved(found);
    },
    issues: ({ filter = {}, ...page }: { filter?: Filter } & PageArguments) => {
      const matching = issues.filter((issue) => matches(withDefaults(issue), filter));
      const newestFirst = matching.toSorted((a, b) => (updatedAt(a) < updatedAt(b) ? 1 : -1));
      return connection(newestFirst.map(resolved), page);
    },
  };
}

function updatedAt({ updatedAt = '2026-01-01T00:00:00.000Z' }: FakeLinearIssue): string {
  return updatedAt;
}

function uuid(identifier: string): string {
  return `uuid-${identifier}`;
}

function withDefaults(issue: FakeLinearIssue): Filter {
  const [key = ''] = issue.identifier.split('-');
  return {
    id: uuid(issue.identifier),
    url: `https://linear.app/example/issue/${issue.identifier}/some-words`,
    description: null,
    priority: 0,
    priorityLabel: 'No priority',
    branchName: `ada/${issue.identifier.toLowerCase()}-some-words`,
    createdAt: '2026-01-01T00:00:00.000Z',
    state: { name: 'Todo', type: 'unstarted' },
    team: { key, name: `Team ${key}` },
    searchableContent: `${issue.title} ${issue.description ?? ''}`,
    ...issue,
    updatedAt: updatedAt(issue),
  };
}

const lists = ['labels', 'children', 'relations', 'inverseRelations', 'comments', 'attachments'] as const;

function resolved(issue: FakeLinearIssue): object {
  const connections = lists.map((name) => [name, (page: PageArguments) => connection(issue[name] ?? [], page)]);
  return { ...withDefaults(issue), ...Object.fromEntries(connections) };
}

/** A page of a Relay connection; the cursor is the place in the list. */
function connection(items: readonly unknown[], { first = 50, after }: PageArguments): object {
  const begin = after === undefined ? 0 : Number(after);
  const end = Math.min(items.length, begin + first);
  return {
    nodes: items.slice(begin, end),
    pageInfo: { hasNextPage: end < items.length, endCursor: end > begin ? String(end) : null },
  };
}

function matches(value: unknown, filter: Filter): boolean {
  return Object.entries(filter).every(([name, expected]) => {
    if (name === 'and') return (expected as Filter[]).every((part) => matches(value, part));
    if (name === 'or') return (expected as Filter[]).some((part) => matches(value, part));
    if (name === 'eq') return value === expected;
    if (name === 'eqIgnoreCase') return String(value).toLowerCase() === String(expected).toLowerCase();
    if (name === 'in') return (expected as unknown[]).includes(value);
    if (name === 'gte') return String(value) >= String(expected);
    if (name === 'contains') return String(value).toLowerCase().includes(String(expected).toLowerCase());
    return matches((value as Filter | null)?.[name], expected as Filter);
  });
}

/** A property costs 0.1, an object 1, and a connection as many of what it holds as it may give. */
function complexityOf(document: DocumentNode): number {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === 'FragmentDefinition' ? [[definition.name.value, definition.selectionSet] as const] : [],
    ),
  );
  const cost = (set: SelectionSetNode): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === 'FragmentSpread') {
        const fragment = fragments.get(selection.name.value);
        return sum + (fragment ? cost(fragment) : 0);
      }
      if (!selection.selectionSet) return sum + 0.1;
      if (selection.kind !== 'Field' || selection.name.value === 'pageInfo') return sum;
      const first = selection.arguments?.find(({ name }) => name.value === 'first')?.value;
      return sum + (first?.kind === 'IntValue' ? Number(first.value) : 1) * (1 + cost(selection.selectionSet));
    }, 0);
  const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition');
  return operation ? Math.ceil(cost(operation.selectionSet)) : 0;
}
