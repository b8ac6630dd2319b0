import { YAMLException } from 'js-yaml';
import { malformed, type LockSource } from './lock-source.ts';

/** CDEV_E_LOCK_FILE_MALFORMED, with the line, for what the reader of YAML threw; any other error as it is. */
export function malformedYaml(source: LockSource, error: unknown, command: string): unknown {
  if (!(error instanceof YAMLException)) return error;
  return malformed(source, error.reason, { line: error.mark && error.mark.line + 1, command });
}
