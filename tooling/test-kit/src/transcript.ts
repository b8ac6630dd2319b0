import { tmpdir } from 'node:os';
import type { BinResult } from './run-bin.ts';

export interface TranscriptOptions {
  /** More that varies from run to run: what to look for and what stands for it. Taken before the masks of the house. */
  readonly replace?: readonly (readonly [pattern: string | RegExp, mask: string])[];
}

/** What varies from run to run or from machine to machine, and says nothing about the behaviour under test. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b\d+ h \d\d min\b|\b\d+ min \d\d s\b|\b\d+(?:\.\d+)? (?:s|ms)\b/g, '<duration>'],
  // What stands behind a column of durations is as far away as the longest of them is long.
  [/<duration> {3,}(?=\S)/g, '<duration>  '],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<id>'],
  [/\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g, '<hash>'],
  // Short ids have a letter and a digit, else it is a word or a number.
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,12}\b/g, '<hash>'],
  [/(?<![\w.])v?\d+\.\d+\.\d+(?:-[\w.]+)?(?![\w.]*\d)/g, '<version>'],
];

/**
 * A run as text for a snapshot: command, exit code, stdout, stderr, with paths, times, durations, ids and versions masked.
 * A stream that stayed empty is not shown.
 */
export function transcript(result: BinResult, { replace = [] }: TranscriptOptions = {}): string {
  const paths: readonly (readonly [string, string])[] = [
    [result.cwd, '<folder>'],
    [result.home, '<home>'],
    [tmpdir(), '<temporary>'],
  ];
  const masked = (text: string): string =>
    [...replace, ...paths, ...masks].reduce((rest, [pattern, mask]) => rest.replaceAll(globally(pattern), mask), text);
  const ending = result.signal === undefined ? `exit ${result.exitCode}` : `ended by ${result.signal}`;
  const streams = (['stdout', 'stderr'] as const).flatMap((stream) =>
    result[stream] === '' ? [] : [`--- ${stream}`, masked(result[stream]).replace(/\n$/, '')],
  );
  return [`$ ${masked(result.command)}`, ending, ...streams, ''].join('\n');
}

function globally(pattern: string | RegExp): string | RegExp {
  return typeof pattern === 'string' || pattern.global ? pattern : new RegExp(pattern, `${pattern.flags}g`);
}
