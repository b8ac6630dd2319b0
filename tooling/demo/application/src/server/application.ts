import type { Library } from '../library.ts';
import { Problem } from '../problem.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { loanRoutes } from './loan-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { createRouter, type Answer, type Request } from './router.ts';

/** The whole service as a function from a request to its answer; sockets are somebody else's business. */
export function createApplication(library: Library): (request: Request) => Answer {
  const route = createRouter([...catalogueRoutes(library), ...memberRoutes(library), ...loanRoutes(library)]);
  return (request) => {
    try {
      return route(request);
    } catch (error) {
      if (error instanceof Problem) return { status: error.status, body: { error: error.message } };
      if (error instanceof URIError) return { status: 400, body: { error: `${request.url} cannot be read` } };
      throw error;
    }
  };
}
