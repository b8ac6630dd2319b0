import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { endpoint } from '../http/endpoint.ts';
import type { Store } from '../store.ts';
import { githubRepository } from './github-repository.ts';
import { parseReference, type ReferencePlace } from './parse-reference.ts';
import { referenceText, type Reference } from './reference.ts';

export interface ReferenceSetting {
  readonly source: ReferencePlace['source'];
  readonly store: Store;
  readonly context: Context;
}

/** The words of the command line as references, each once, in their order. @throws what `parseReference` throws */
export async function parseReferences(
  words: readonly string[],
  setting: ReferenceSetting,
): Promise<readonly Reference[]> {
  const { source, store, context } = setting;
  const githubServer = endpoint(context.env, 'GITHUB_SERVER_URL', 'https://github.com');
  const place: ReferencePlace = {
    source,
    githubServer,
    isFile: (path) => statSync(resolve(context.cwd, path), { throwIfNoEntry: false })?.isFile() === true,
    githubRepository: (reference) =>
      githubRepository(reference, store, { server: githubServer, signal: context.signal }),
  };
  const references = new Map<string, Reference>();
  for (const word of words) {
    const reference = await parseReference(word, place);
    references.set(referenceText(reference), reference);
  }
  return [...references.values()];
}
