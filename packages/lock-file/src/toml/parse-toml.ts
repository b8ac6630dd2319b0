import { parse, TomlError } from 'smol-toml';
import { fieldsOf, malformed, type Fields, type LockSource } from '../lock-source.ts';

/** @throws CDEV_E_LOCK_FILE_MALFORMED */
export function parseToml(source: Pick<LockSource, 'file' | 'text'>, command: string): Fields {
  try {
    return fieldsOf(parse(source.text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw malformed(source, error.message.split('\n')[0] ?? '', { line: error.line, command });
  }
}

/** A manifest beside a lock file; one that is broken says nothing, its own tool complains about it. */
export function manifestOf(text: string | undefined): Fields | undefined {
  try {
    return text === undefined ? undefined : fieldsOf(parse(text));
  } catch {
    return undefined;
  }
}
