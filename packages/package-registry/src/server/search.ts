import type { StoredPackument } from './package-store.ts';

/** What is held, by the words of a search: each has to be in the name, the description or the keywords; `keywords:a,b` in the keywords. */
export function searched(packuments: readonly StoredPackument[], url: string): object {
  const query = new URL(url, 'http://localhost').searchParams;
  const words = (query.get('text') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const [from, size] = [Number(query.get('from') ?? 0), Number(query.get('size') ?? 20)];
  const found = packuments.flatMap((packument) => {
    const manifest = packument.versions[packument['dist-tags']['latest'] ?? ''];
    if (!manifest) return [];
    const { name, version, description = '', keywords = [], maintainers = [], _npmUser: publisher } = manifest;
    const tags = (Array.isArray(keywords) ? keywords : []).map((word) => String(word).toLowerCase());
    const text = [name, String(description), ...tags].join('\n').toLowerCase();
    const isMeant = words.every((word) =>
      word.startsWith('keywords:')
        ? word
            .slice('keywords:'.length)
            .split(',')
            .every((tag) => tags.includes(tag))
        : text.includes(word),
    );
    const date = packument.time[version];
    return isMeant ? [{ package: { name, version, description, keywords, date, maintainers, publisher } }] : [];
  });
  return { objects: found.slice(from, from + size), total: found.length, time: new Date(0).toISOString() };
}
