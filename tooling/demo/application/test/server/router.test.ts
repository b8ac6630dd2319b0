import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRouter } from '../../src/server/router.ts';

describe('the router', () => {
  const route = createRouter([
    { method: 'GET', path: '/cats/:name', answer: ({ parameters }) => ({ status: 200, body: parameters['name'] }) },
    { method: 'GET', path: '/cats', answer: ({ query }) => ({ status: 200, body: query.get('colour') }) },
  ]);

  test('reads parameters and the query, percent signs undone', () => {
    assert.deepEqual(route({ method: 'GET', url: '/cats/Zo%C3%AB' }), { status: 200, body: 'Zoë' });
    assert.deepEqual(route({ method: 'GET', url: '/cats?colour=grey' }), { status: 200, body: 'grey' });
  });

  test('tells an unknown path from a method that is not allowed', () => {
    assert.equal(route({ method: 'GET', url: '/dogs' }).status, 404);
    assert.equal(route({ method: 'DELETE', url: '/cats' }).status, 405);
  });
});
