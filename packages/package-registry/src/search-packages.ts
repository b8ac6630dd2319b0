import { isCdevError } from '@cdev/core/errors';
import { stripControl } from '@cdev/core/log';
import { errors } from './errors.ts';
import { readDocument } from './read-document.ts';
import type { FoundPackage, Registry } from './registry.ts';
import type { Send } from './send.ts';

/** `/-/v1/search` of the npm registry API (github.com/npm/registry, docs/REGISTRY-API.md). */
export function searchPackages(send: Send, registry: string): Registry['search'] {
  return async (text, { size = 20, ...asking } = {}) => {
    const query = new URLSearchParams({ text, size: String(size) });
    const what = 'a search';
    const { body } = await send({ path: `/-/v1/search?${query.toString()}`, what, ...asking }).catch(
      (error: unknown) => {
        // Mirrors and proxies often have packages and no search.
        if (!isCdevError(error, 'CDEV_E_REGISTRY_NOT_FOUND')) throw error;
        throw errors.make('CDEV_E_REGISTRY_NOT_SEARCHABLE', { registry }, { cause: error });
      },
    );
    const { objects, total } = readDocument(body, { registry, what });
    if (!Array.isArray(objects)) {
      const reason = 'it has no list of packages';
      throw errors.make('CDEV_E_REGISTRY_BROKEN_ANSWER', { registry, what, reason });
    }
    const packages = objects.flatMap((found: unknown) => packageIn(found) ?? []);
    return { packages, total: typeof total === 'number' ? total : packages.length };
  };
}

/** Undefined for an entry that names no package. */
function packageIn(found: unknown): FoundPackage | undefined {
  const entry = record(record(found)['package']);
  const { name, version, description, keywords, date, maintainers } = entry;
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  return {
    name: stripControl(name),
    version: stripControl(version),
    description: typeof description === 'string' ? stripControl(description) : '',
    keywords: list(keywords).flatMap((word) => (typeof word === 'string' ? [stripControl(word)] : [])),
    date: typeof date === 'string' ? stripControl(date) : undefined,
    publisher: personIn(entry['publisher']),
    maintainers: list(maintainers).flatMap((one) => personIn(one) ?? []),
  };
}

/** The registry's own search says `username`, others `name`. */
function personIn(value: unknown): string | undefined {
  const { username, name } = record(value);
  const found = [username, name].find((each): each is string => typeof each === 'string' && each !== '');
  return found === undefined ? undefined : stripControl(found);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
