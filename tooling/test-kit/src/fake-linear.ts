import { fakeService, type FakeAnswer, type FakeRequest, type FakeService } from './fake-service.ts';
import { executeLinearQuery } from './fake-linear-schema.ts';

/** An issue as the fake keeps it: fields under Linear's names, lists in place of connections. */
export interface FakeLinearIssue {
  readonly identifier: string;
  readonly title: string;
  readonly description?: string | null;
  readonly updatedAt?: string;
  readonly state?: { readonly name: string; readonly type: string };
  readonly team?: { readonly key: string; readonly name: string };
  readonly project?: { readonly name: string } | null;
  readonly cycle?: { readonly number: number; readonly name?: string; readonly isActive?: boolean } | null;
  readonly assignee?: { readonly name: string; readonly displayName: string } | null;
  readonly priority?: number;
  readonly estimate?: number | null;
  readonly labels?: readonly { readonly name: string }[];
  readonly parent?: { readonly identifier: string; readonly title: string } | null;
  readonly children?: readonly { readonly identifier: string; readonly title: string }[];
  readonly relations?: readonly unknown[];
  readonly inverseRelations?: readonly unknown[];
  readonly comments?: readonly unknown[];
  readonly attachments?: readonly unknown[];
}

export interface FakeLinear extends Omit<FakeService, 'requests'> {
  /** What a program needs to find it. */
  readonly env: Readonly<Record<'LINEAR_API_URL' | 'LINEAR_API_KEY', string>>;
  /** All requests so far, with the name of the operation, its variables, and what it cost by Linear's rules (0 when the answer was scripted). */
  readonly requests: readonly LinearRequest[];
  /** Adds issues, or replaces those of the same identifier. */
  readonly put: (...issues: readonly FakeLinearIssue[]) => void;
  readonly remove: (identifier: string) => void;
}

export interface LinearRequest extends FakeRequest {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly complexity: number;
}

/** The only key that the fake knows. */
const key = 'lin_api_fake0123456789abcdef';

/**
 * A Linear on this machine. Queries are checked and executed against the part of Linear's schema that the fake has, so a field that was
 * not asked for is not answered; a query dearer than Linear allows is refused as Linear does.
 */
export async function fakeLinear(...issues: readonly FakeLinearIssue[]): Promise<FakeLinear> {
  const kept = new Map<string, FakeLinearIssue>();
  const costs = new WeakMap<FakeRequest, number>();
  const put = (...more: readonly FakeLinearIssue[]): void => {
    for (const issue of more) kept.set(issue.identifier, issue);
  };
  put(...issues);
  const service = await fakeService(async (request) => {
    const { complexity = 0, ...given } = await answer(request, [...kept.values()]);
    costs.set(request, complexity);
    return given;
  });
  return {
    ...service,
    env: { LINEAR_API_URL: `${service.url}/graphql`, LINEAR_API_KEY: key },
    get requests() {
      return service.requests.map((request) => linearRequest(request, costs.get(request) ?? 0));
    },
    put,
    remove: (identifier) => void kept.delete(identifier),
  };
}

interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

async function answer(
  request: FakeRequest,
  issues: readonly FakeLinearIssue[],
): Promise<FakeAnswer & { complexity?: number }> {
  if (request.headers['authorization'] !== key)
    return refusal(401, 'AUTHENTICATION_ERROR', 'Authentication required, not authenticated');
  const { query, variables = {} } = JSON.parse(request.body) as Question;
  const { complexity, result } = await executeLinearQuery(query, variables, issues);
  if (complexity > 10_000) return refusal(400, 'INPUT_ERROR', 'Query too complex');
  return {
    status: result.errors ? 400 : 200,
    headers: { 'x-complexity': String(complexity) },
    body: result,
    complexity,
  };
}

function refusal(status: number, code: string, message: string): FakeAnswer {
  return { status, body: { errors: [{ message, extensions: { code } }] } };
}

function linearRequest(request: FakeRequest, complexity: number): LinearRequest {
  const { query = '', variables = {} } = JSON.parse(request.body) as Partial<Question>;
  return { ...request, operation: /^\s*query (\w+)/.exec(query)?.[1] ?? '', variables, complexity };
}
