import { redact, stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';
import type { HttpAnswer } from '../http/request.ts';
import { send, type Patience } from '../http/send.ts';
import { malformed, mapping } from './connection.ts';

export interface LinearAccess {
  readonly url: string;
  readonly key: string;
}

export interface LinearQuestion {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const service = 'Linear';

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
  const answer = await send(
    asked,
    patience,
    ({ status, text }) => status !== 200 && problemIn(text)?.code === 'RATELIMITED',
  );
  const problem = problemIn(answer.text);
  const reason = stripControl(redact(problem?.reason ?? '', [key]));
  if (answer.status === 401 || problem?.code === 'AUTHENTICATION_ERROR')
    throw errors.make('CDEV_E_CACHE_ISSUE_KEY_REFUSED', { service, variable: 'LINEAR_API_KEY' });
  if (answer.status === 403 || problem?.code === 'FORBIDDEN')
    throw errors.make('CDEV_E_CACHE_ISSUE_FORBIDDEN', { service, reason });
  if (/not found|could not find/i.test(reason)) return undefined;
  if (problem) throw errors.make('CDEV_E_CACHE_ISSUE_QUERY_REFUSED', { service, reason });
  return dataIn(answer);
}

interface GraphqlProblem {
  readonly code: string;
  readonly reason: string;
}

/** The first of the errors that a GraphQL answer tells of. */
function problemIn(text: string): GraphqlProblem | undefined {
  const problems = contentOf(text)?.['errors'];
  const problem = Array.isArray(problems) ? mapping(problems[0]) : undefined;
  if (!problem) return undefined;
  const { code, userPresentableMessage } = mapping(problem['extensions']) ?? {};
  const words = [problem['message'], userPresentableMessage].filter((word) => typeof word === 'string');
  return { code: typeof code === 'string' ? code : '', reason: [...new Set(words)].join(': ') };
}

function dataIn({ status, text }: HttpAnswer): Readonly<Record<string, unknown>> {
  if (status !== 200) throw malformed(`status ${status}`);
  const content = contentOf(text);
  if (!content) throw malformed('it is no JSON');
  const data = mapping(content['data']);
  if (!data) throw malformed('it holds no data');
  return data;
}

function contentOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return mapping(JSON.parse(text));
  } catch {
    return undefined;
  }
}
