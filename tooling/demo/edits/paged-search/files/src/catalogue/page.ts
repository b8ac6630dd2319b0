import { Problem } from '../problem.ts';

export interface PageRequest {
  /** Counted from 1, as people count pages. */
  page: number;
  size: number;
}

export interface Page<Item> {
  items: Item[];
  page: number;
  pages: number;
  total: number;
}

const usualSize = 20;
const maximumSize = 100;

/** One page of a list; a page after the last one is empty. */
export function pageOf<Item>(items: readonly Item[], { page, size }: PageRequest): Page<Item> {
  const start = (page - 1) * size;
  return {
    items: items.slice(start, start + size),
    page,
    pages: Math.ceil(items.length / size),
    total: items.length,
  };
}

/** Reads `?page=2&size=50`; without them the first page in its usual size. */
export function parsePageRequest(query: URLSearchParams): PageRequest {
  const page = parseCount(query.get('page') ?? '1');
  const size = parseCount(query.get('size') ?? String(usualSize));
  if (size > maximumSize) throw new Problem(400, `A page has ${maximumSize} books at most`);
  return { page, size };
}

function parseCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new Problem(400, `'${text}' is not a number from 1 on`);
  return count;
}
