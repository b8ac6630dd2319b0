import type { LogLevel } from './create-log.ts';

/** Least first. */
export const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
