import { fieldsOf, malformed, type Fields, type LockSource } from './lock-source.ts';

/** @throws CDEV_E_LOCK_FILE_MALFORMED */
export function parseJson(source: Pick<LockSource, 'file' | 'text'>, command: string): Fields {
  try {
    return fieldsOf(JSON.parse(source.text));
  } catch (error) {
    throw malformed(source, error instanceof Error ? error.message : '', { command });
  }
}
