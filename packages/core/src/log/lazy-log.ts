import type { CreateLogOptions, Log, LogFields, LogLevel } from './create-log.ts';
import { order } from './log-levels.ts';

export interface LazyLog extends Log {
  /** Resolves when everything that was reported so far is written. */
  readonly settled: () => Promise<void>;
}

/**
 * A log whose file is opened, and whose writer is loaded, with the first line that is written: most runs write none. What is reported while
 * the writer loads is kept and then written in order; from then on each line is written at once.
 */
export function lazyLog(options: CreateLogOptions): LazyLog {
  const waiting: (readonly [LogLevel, string, LogFields | undefined])[] = [];
  let log: Log | undefined;
  let opening: Promise<void> | undefined;
  const open = async (): Promise<void> => {
    const { createLog } = await import('./create-log.ts');
    log = createLog(options);
    for (const [level, message, fields] of waiting.splice(0)) log[level](message, fields);
  };
  const write =
    (level: LogLevel) =>
    (message: string, fields?: LogFields): void => {
      if (order.indexOf(level) < order.indexOf(options.level)) return;
      if (log !== undefined) return log[level](message, fields);
      waiting.push([level, message, fields]);
      opening ??= open();
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    settled: async () => opening,
  };
}
