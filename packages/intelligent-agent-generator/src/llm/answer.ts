import { redact, stripControl } from '@cdev/core/log';
import { z } from 'zod';
import { LlmProblem, type Question } from './llm-port.ts';

/** The form of the answer as JSON Schema, as every service and program takes it. */
export function answerSchema({ answer }: Question<unknown>): object {
  const { $schema: _, ...schema } = z.toJSONSchema(answer);
  return schema;
}

/** @throws LlmProblem where what was said has another form */
export function checkAnswer<Answer>({ answer }: Question<Answer>, said: unknown): Answer {
  const checked = answer.safeParse(said);
  if (!checked.success) throw new LlmProblem('its answer is not in the form that was asked for');
  return checked.data;
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What came from outside as one line that may be shown. */
export function shownLine(text: string, secrets: readonly string[] = []): string {
  return redact(stripControl(text), secrets).replaceAll(/\s+/g, ' ').trim();
}
