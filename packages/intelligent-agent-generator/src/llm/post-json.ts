import { shownLine } from './answer.ts';
import { LlmProblem } from './llm-port.ts';

export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Never part of what is said of a failure. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  /** Milliseconds. Default 120,000. */
  readonly timeLimit?: number;
}

const mostCharacters = 1_000_000;

/** @throws LlmProblem; what the signal throws */
export async function postJson({ url, headers, body, secrets, signal, timeLimit = 120_000 }: Post): Promise<unknown> {
  const overdue = AbortSignal.timeout(timeLimit);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      // The key is for this address alone.
      redirect: 'error',
      signal: AbortSignal.any([signal, overdue]),
    });
    const text = await response.text();
    if (!response.ok) throw new LlmProblem(`it answered ${response.status}: ${shownLine(text.slice(0, 300), secrets)}`);
    if (text.length > mostCharacters) throw new LlmProblem('its answer is too long');
    return JSON.parse(text);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LlmProblem) throw error;
    if (overdue.aborted) throw new LlmProblem(`it did not answer within ${timeLimit / 1000} s`);
    if (error instanceof SyntaxError) throw new LlmProblem('its answer is no JSON');
    const { message, cause } = error as Error;
    throw new LlmProblem(
      `it cannot be reached: ${shownLine((cause as Error | undefined)?.message ?? message, secrets)}`,
    );
  }
}
