import type { Context } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import { readText } from './read-text.ts';

/** One thing that somebody wants, apart from all others. */
export interface Request {
  readonly id: string;
  readonly text: string;
}

/**
 * The requests of a JSON file, or of stdin for `-`: `{"requests": [{"id", "text"}]}`.
 * @throws CDEV_E_DECOMPOSE_FILE_UNREADABLE, CDEV_E_DECOMPOSE_REQUESTS_INVALID
 */
export async function readRequests(
  file: string | undefined,
  { cwd, stdin }: Pick<Context, 'cwd' | 'stdin'>,
): Promise<readonly Request[]> {
  if (file === undefined)
    throw errors.make('CDEV_E_DECOMPOSE_REQUESTS_INVALID', { source: '--requests', problem: 'no file is named' });
  const text = file === '-' ? await stdin() : await readText(file, cwd);
  return parseRequests(text, file === '-' ? 'stdin' : file);
}

function parseRequests(text: string, source: string): readonly Request[] {
  const refuse = (problem: string, cause?: unknown): never => {
    throw errors.make('CDEV_E_DECOMPOSE_REQUESTS_INVALID', { source, problem }, { cause });
  };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    return refuse(`it is not JSON: ${(cause as Error).message}`, cause);
  }
  const list = (document as { requests?: unknown } | null)?.requests;
  if (!Array.isArray(list)) return refuse('`requests` is not a list');
  if (list.length === 0) return refuse('`requests` is empty');
  const requests = list.map((entry: Partial<Request> | null, at): Request => {
    const { id, text: wanted } = entry ?? {};
    if (typeof id !== 'string' || id === '') return refuse(`requests[${at}].id is not a text`);
    if (typeof wanted !== 'string' || wanted.trim() === '') return refuse(`requests[${at}].text says nothing`);
    return { id, text: wanted };
  });
  const twice = requests.find(({ id }, at) => requests.findIndex((other) => other.id === id) !== at);
  return twice === undefined ? requests : refuse(`the id ${twice.id} is there twice`);
}
