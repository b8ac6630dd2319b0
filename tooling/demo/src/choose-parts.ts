import { matchesGlob } from 'node:path/posix';
import { parts, type Part } from './part.ts';

export interface Assignment {
  /** Patterns and paths that the agent's context gives it. */
  readonly paths: readonly string[];
  /** The text that a model would be given. */
  readonly prompt: string;
}

/**
 * The parts an agent is to make. Ownership decides, since a plan gives every module to one agent; a plan that merged two sections
 * gives both. Where nothing is owned by name, the section named first in the prompt is the agent's own.
 */
export function chooseParts({ paths, prompt }: Assignment): readonly Part[] {
  const owned = parts.filter(({ module }) => paths.some((pattern) => matchesGlob(module, pattern)));
  if (owned.length > 0) return owned;
  const text = normalise(prompt);
  const named = parts
    .map((part) => ({ part, position: text.indexOf(normalise(part.heading)) }))
    .filter(({ position }) => position >= 0)
    .sort((a, b) => a.position - b.position);
  return named.slice(0, 1).map(({ part }) => part);
}

function normalise(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ');
}
