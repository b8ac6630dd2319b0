import { redact, stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';
import { send, type Patience } from '../http/send.ts';
import type { HttpAnswer } from '../http/request.ts';

export interface LinearAccess {
  readonly url: string;
  readonly key: string;
}

export interface LinearQuestion {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const service = 'Linear';

interface GraphqlError {
  readonly message?: string;
  readonly extensions?: { readonly code?: string; readonly type?: string; readonly userPresentableMessage?: string };
}

interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphqlError[];
}

/**
 * Asks Linear's GraphQL API and gives `data`; undefined when Linear says that there is no such thing.
 * @throws CDEV_E_CACHE_ISSUE_KEY_REFUSED, _FORBIDDEN, _QUERY_REFUSED, _ANSWER_MALFORMED, and what `send` throws
 */
export async function askLinear(
  { url, key }: LinearAccess,
  question: LinearQuestion,
  patience: Patience,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  // Personal keys stand alone in the header; tokens of OAuth need the scheme.
  const authorization = key.startsWith('lin_oauth_') ? `Bearer ${key}` : key;
  const asked = { service, url, headers: { authorization }, body: question, secrets: [key] };
  const answer = await send(asked, patience, isLimited);
  const content = parseAnswer(answer.text);
  const [problem] = content?.errors ?? [];
  const code = problem?.extensions?.code ?? '';
  const reason = stripControl(redact(problem?.extensions?.userPresentableMessage ?? problem?.message ?? '', [key]));
  if (answer.status === 401 || code === 'AUTHENTICATION_ERROR')
    throw errors.make('CDEV_E_CACHE_ISSUE_KEY_REFUSED', { service, variable: 'LINEAR_API_KEY' });
  if (answer.status === 403 || code === 'FORBIDDEN')
    throw errors.make('CDEV_E_CACHE_ISSUE_FORBIDDEN', { service, reason });
  if (problem && /not found/i.test(`${problem.message} ${reason}`)) return undefined;
  if (problem) throw errors.make('CDEV_E_CACHE_ISSUE_QUERY_REFUSED', { service, reason });
  if (answer.status !== 200) throw malformed(`status ${answer.status}`);
  if (content === undefined) throw malformed('it is no JSON');
  return content.data ?? fail('it holds no data');
}

function isLimited({ status, text }: HttpAnswer): boolean {
  return status !== 200 && parseAnswer(text)?.errors?.[0]?.extensions?.code === 'RATELIMITED';
}

function parseAnswer(text: string): GraphqlAnswer | undefined {
  try {
    const content = JSON.parse(text) as unknown;
    return typeof content === 'object' && content !== null ? (content as GraphqlAnswer) : undefined;
  } catch {
    return undefined;
  }
}

function malformed(problem: string): Error {
  return errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service, problem });
}

function fail(problem: string): never {
  throw malformed(problem);
}
