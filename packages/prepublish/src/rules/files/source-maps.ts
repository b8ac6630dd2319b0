import { posix } from 'node:path';
import type { TarballEntry } from '@cdev/package-tarball';
import { lineAt, someOf } from '../../rule/places.ts';
import type { Rule } from '../../rule/rule.ts';

type Entries = ReadonlyMap<string, TarballEntry>;

const comment = /^(?:\/\/|\/\*)[#@]\s*sourceMappingURL=(\S+?)(?:\s*\*\/)?\s*$/m;

/** Code that names a map which is not packed. */
export const missingMap: Rule = {
  id: 'missing-map',
  severity: 'warning',
  summary: 'every source map that packed code names is packed',
  breaks: 'Users who debug: a warning in their tools for every file, and no sources',
  check: ({ tarball: { entries } }) => {
    const found = [...mapped(entries)].filter(({ map }) => !entries.has(map));
    const [first] = found;
    if (!first) return [];
    const { path, line, map } = first;
    return [
      {
        place: `${path}:${line}`,
        reason: `names ${map}, which is not packed${found.length === 1 ? '' : ` (and so in ${found.length - 1} more files)`}`,
        mend: 'Pack the maps, or build without them',
      },
    ];
  },
};

/** Maps that lead to sources which are neither in them nor packed. */
export const mapWithoutSources: Rule = {
  id: 'map-without-sources',
  severity: 'warning',
  summary: 'every source map has its sources, or leads to packed ones',
  breaks: 'Users who debug or go to a definition: their editor opens a file that is not there',
  check: ({ tarball: { entries } }) => {
    const found = [...entries.values()].flatMap((entry) => {
      if (entry.type !== 'file' || !/\.(?:[cm]?js|d\.[cm]?ts)\.map$/.test(entry.path)) return [];
      const missing = missingSources(entry, entries);
      return missing.length === 0 ? [] : [{ map: entry.path, missing }];
    });
    const [first] = found;
    if (!first) return [];
    const isTypes = found.every(({ map }) => map.endsWith('ts.map'));
    return [
      {
        place: first.map,
        severity: isTypes ? 'suggestion' : 'warning',
        reason: `leads to ${someOf(first.missing, 2)}, which ${first.missing.length === 1 ? 'is' : 'are'} not packed${found.length === 1 ? '' : ` (and so ${found.length - 1} more maps)`}`,
        mend: isTypes
          ? 'Pack the sources, or build without declarationMap'
          : 'Build with inlineSources, pack the sources, or build without maps',
      },
    ];
  },
};

/** Maps that no code names. */
export const orphanMap: Rule = {
  id: 'orphan-map',
  severity: 'suggestion',
  summary: 'every packed source map belongs to packed code that names it',
  breaks: 'Everybody, by a larger download: no tool finds the map',
  check: ({ tarball: { entries } }) => {
    const named = new Set([...mapped(entries)].map(({ map }) => map));
    const found = [...entries.keys()].filter(
      (path) => /\.[cm]?js\.map$/.test(path) && !named.has(path) && !path.includes('node_modules/'),
    );
    return found.length === 0
      ? []
      : [
          {
            place: found[0] as string,
            reason: `no packed code names ${someOf(found)}`,
            mend: 'Let the build write the sourceMappingURL, or leave the maps out',
          },
        ];
  },
};

function* mapped(entries: Entries): Generator<{ path: string; line: number; map: string }> {
  for (const { path, type, data } of entries.values()) {
    if (type !== 'file' || !/\.(?:[cm]?js|d\.[cm]?ts|css)$/.test(path) || path.includes('node_modules/')) continue;
    // It stands at the end; only that much is read as text.
    const start = Math.max(0, data.length - 2000);
    const tail = data.subarray(start).toString('utf8');
    const [, url] = comment.exec(tail) ?? [];
    if (url === undefined || /^(?:data|https?|webpack):/.test(url) || url.includes('${')) continue;
    const line = lineAt(data.toString('utf8'), data.lastIndexOf('sourceMappingURL='));
    yield { path, line, map: posix.join(posix.dirname(path), decode(url)) };
  }
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function missingSources({ path, data }: TarballEntry, entries: Entries): string[] {
  let map: { sources?: unknown; sourcesContent?: unknown; sourceRoot?: unknown };
  try {
    map = JSON.parse(data.toString('utf8')) as typeof map;
  } catch {
    return [];
  }
  const contents = Array.isArray(map.sourcesContent) ? map.sourcesContent : [];
  const sources: unknown[] = Array.isArray(map.sources) ? map.sources : [];
  return sources.flatMap((source, at) => {
    if (typeof source !== 'string' || typeof contents[at] === 'string' || /^[a-z][\w+.-]+:/i.test(source)) return [];
    const root = typeof map.sourceRoot === 'string' ? map.sourceRoot : '';
    const where = posix.join(posix.dirname(path), root, source);
    return entries.has(where) ? [] : [where];
  });
}
