export interface Request {
  method: string;
  /** Path and query as they came: `/books?q=earthsea`. */
  url: string;
  body?: unknown;
}

export interface Answer {
  status: number;
  body?: unknown;
}

/** A request whose path has been understood. */
export interface RoutedRequest {
  parameters: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

export interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  /** `/books/:isbn`: a part that begins with a colon is a parameter. */
  path: string;
  answer(request: RoutedRequest): Answer;
}

/** Finds the route for a request and lets it answer; 404 for an unknown path, 405 for a method it does not have. */
export function createRouter(routes: readonly Route[]): (request: Request) => Answer {
  return ({ method, url, body }) => {
    const [pathname = '/', search = ''] = url.split('?', 2);
    const query = new URLSearchParams(search);
    let pathKnown = false;
    for (const route of routes) {
      const parameters = matchPath(route.path, pathname);
      if (parameters === undefined) continue;
      if (route.method === method) return route.answer({ parameters, query, body });
      pathKnown = true;
    }
    return pathKnown
      ? { status: 405, body: { error: `${pathname} has no ${method}` } }
      : { status: 404, body: { error: `Nothing is at ${pathname}` } };
  };
}

function matchPath(pattern: string, pathname: string): Record<string, string> | undefined {
  const names = pattern.split('/');
  const parts = pathname.split('/');
  if (names.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = decodeURIComponent(parts[index] ?? '');
    if (name.startsWith(':')) parameters[name.slice(1)] = part;
    else if (name !== part) return undefined;
  }
  return parameters;
}
