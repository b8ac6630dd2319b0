import type { z } from 'zod';
import type { Place } from '../place.ts';

/** What a tool answers: a text for the model, and the same as data. */
export interface Answer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isError?: boolean;
}

/** A tool as the server registers it; its input was checked. */
export interface Tool {
  /** As the model calls it. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodRawShape;
  /** Whether it changes anything. */
  readonly changes: boolean;
  readonly run: (input: Readonly<Record<string, unknown>>, place: Place) => Promise<Answer>;
}

interface ToolSpec<Shape extends z.ZodRawShape> extends Omit<Tool, 'input' | 'run'> {
  readonly input: Shape;
  readonly run: (input: z.infer<z.ZodObject<Shape>>, place: Place) => Promise<Answer>;
}

/** Declares a tool; the type of its input follows from its shape. */
export function defineTool<const Shape extends z.ZodRawShape>(spec: ToolSpec<Shape>): Tool {
  return spec as unknown as Tool;
}

/** A list as a sentence part: `a, b and 3 more`. */
export function some(list: readonly string[], most = 10): string {
  return list.length <= most ? list.join(', ') : `${list.slice(0, most).join(', ')} and ${list.length - most} more`;
}
