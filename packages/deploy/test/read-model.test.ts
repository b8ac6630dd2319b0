import { describe, expect, test } from '@jest/globals';
import { composeProject } from '../src/compose/compose-shell.ts';
import { pinnedImages, readModel } from '../src/compose/read-model.ts';

describe('the model of a file of Docker Compose', () => {
  test('gives each image once, with the services that run it', () => {
    const services = { web: { image: 'shop:1' }, worker: { image: 'shop:1' }, db: { image: 'postgres:16' } };
    expect(readModel(JSON.stringify({ name: 'x', services }))).toEqual({
      images: [
        { image: 'postgres:16', services: ['db'] },
        { image: 'shop:1', services: ['web', 'worker'] },
      ],
    });
  });

  test.each([
    ['{', 'cannot be read'],
    ['{}', 'no service'],
    ['{"services":{"web":{"image":"a","build":{"context":"."}}}}', 'the service web has "build"'],
    ['{"services":{"web":null}}', 'the service web names no image'],
  ])('%s is refused: %s', (json, problem) => {
    expect(readModel(json)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test('is pinned by the digest of its own registry, by any other, or by the id of an image that no registry knows', () => {
    const one = (image: string, digests: readonly string[]) => ({ image, services: ['web'], id: 'sha256:id', digests });
    const pin = (image: string, digests: readonly string[]): unknown => JSON.parse(pinnedImages([one(image, digests)]));
    const to = (image: string): unknown => ({ services: { web: { image } } });
    expect(pin('reg:5000/shop:1', ['old@sha256:a', 'reg:5000/shop@sha256:b'])).toEqual(to('reg:5000/shop@sha256:b'));
    expect(pin('reg:5000/shop', ['reg:5000/shop@sha256:b'])).toEqual(to('reg:5000/shop@sha256:b'));
    expect(pin('shop@sha256:b', ['other@sha256:c', 'shop@sha256:b'])).toEqual(to('shop@sha256:b'));
    expect(pin('shop', ['docker.io/shop@sha256:b'])).toEqual(to('docker.io/shop@sha256:b'));
    expect(pin('shop', [])).toEqual(to('sha256:id'));
  });

  test('a project has the name that Compose allows', () => {
    expect(composeProject('My.Shop', 'Staging')).toBe('my-shop-staging');
  });
});
