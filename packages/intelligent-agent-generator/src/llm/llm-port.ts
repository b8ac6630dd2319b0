import type { ZodType } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Question<Answer> {
  /** Who the model is and what it must keep to. */
  readonly instruction: string;
  readonly text: string;
  /** Whatever comes back is checked by it. */
  readonly answer: ZodType<Answer>;
  readonly signal: AbortSignal;
}

/** A language model, whoever serves it. */
export interface LlmPort {
  /** For people: `openai:gpt-5`. */
  readonly name: string;
  /** @throws LlmProblem for every answer that is none, and what the signal throws */
  readonly ask: <Answer>(question: Question<Answer>) => Promise<Answer>;
}

/** Why there is no answer that can be used; without secrets. */
export class LlmProblem extends Error {
  override readonly name = 'LlmProblem';
}
