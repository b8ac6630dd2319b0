import { expect, test } from '@jest/globals';
import { parseConfiguration, type Environment, type HostState } from '../src/index.ts';
import { makePlan, type PlanInput } from '../src/plan/make-plan.ts';

const text = `version: 1
project: shop
environments:
  live:
    path: /srv/shop
    keep: 2
    hosts: [{ address: a }, { address: b }, { address: c }]
`;
const environment = parseConfiguration(text, '/p/cdev.deploy.yaml').environments[0] as Environment;
const state: HostState = {
  current: '0002-two',
  releases: [
    { id: '0001-one', digest: '1', isBad: false },
    { id: '0002-two', digest: '2', isBad: false },
  ],
  fence: 2,
  lock: undefined,
  unfinished: undefined,
  isInMaintenance: false,
  tools: ['rsync'],
  free: undefined,
};
const artefact = { folder: '/p/dist', entries: [], files: 1, bytes: 3, digest: '3'.repeat(64) };

function world(change: Partial<PlanInput> = {}, first: Partial<HostState> = {}): PlanInput {
  return {
    project: 'shop',
    environment,
    found: environment.hosts.map((host, index) => ({ host, state: index === 0 ? { ...state, ...first } : state })),
    goal: { action: 'deploy', artefact, name: undefined },
    hasRsync: true,
    ...change,
  };
}

test('the digest is the same for the same world', () => {
  expect(makePlan(structuredClone(world()))).toEqual(makePlan(world()));
  expect(makePlan(world()).digest).toMatch(/^[0-9a-f]{64}$/);
});

test('the digest is another for another world', () => {
  const worlds: readonly PlanInput[] = [
    world(),
    world({ project: 'other' }),
    world({ hasRsync: false }),
    world({ environment: { ...environment, hookTimeLimit: 1 } }),
    world({ goal: { action: 'deploy', artefact: { ...artefact, digest: '4'.repeat(64) }, name: undefined } }),
    world({ goal: { action: 'deploy', artefact, name: 'three' } }),
    world({ goal: { action: 'rollback', to: undefined } }),
    world({}, { current: '0001-one' }),
    world({}, { fence: 3 }),
    world({}, { releases: state.releases.slice(1) }),
    world({}, { tools: [] }),
    world({}, { unfinished: { release: '0002-two', previous: '0001-one', run: 'x' } }),
  ];
  expect(new Set(worlds.map((one) => makePlan(one).digest)).size).toBe(worlds.length);
});

test('what nobody plans for does not count', () => {
  expect(makePlan(world({}, { free: 7, isInMaintenance: true })).digest).toBe(makePlan(world()).digest);
});
